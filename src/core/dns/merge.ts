import { keyOf, valueKey } from './normalise.ts';
import { change, diff, rivalTypes, zonePlan } from './plan.ts';
import type { RecordSet, RecordValue, Zone, ZonePlan } from './record.ts';
import { recordType } from './types.ts';
import { alike, become, filled, type WantedSet } from './wanted.ts';

/** Adds all given record sets to what exists: values that exist already are left alone. */
export function planMerge(zone: Zone, current: readonly RecordSet[], sets: readonly WantedSet[]): ZonePlan {
  const have = new Map(current.map((set) => [keyOf(set), set]));
  return zonePlan(
    zone,
    sets.map(({ name, type, values }) => {
      const before = have.get(keyOf({ name, type }));
      const old = before?.values ?? [];
      const known = new Set(old.map(valueKey));
      const fresh = values.filter((value) => !known.has(valueKey(value)));
      if (recordType(type)?.single && before && fresh.length > 0)
        return change(before, { name, type, values: become(type, values, old) });
      const added = fresh.map((value) => filled(type, value, alike(old)));
      return change(before, { name, type, values: [...old, ...added] });
    }),
  );
}

/**
 * The zone holds the given record sets and nothing else but what no file of records stands for: the zone's own name
 * servers, types that we do not know, rows that the provider holds.
 */
export function planReplace(zone: Zone, current: readonly RecordSet[], sets: readonly WantedSet[]): ZonePlan {
  const have = new Map(current.map((set) => [keyOf(set), set]));
  const valuesAt = (name: string, type: string): readonly RecordValue[] =>
    have.get(keyOf({ name, type }))?.values ?? [];
  const desired = sets.map(({ name, type, values }): RecordSet => {
    const rivals = rivalTypes(type).flatMap((other) => valuesAt(name, other));
    return { name, type, values: become(type, values, valuesAt(name, type), rivals) };
  });
  const servers = have.get(keyOf({ name: zone.name, type: 'NS' }));
  return diff(zone, current, servers ? [...desired, servers] : desired, { rest: 'delete' });
}
