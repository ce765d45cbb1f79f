import { change, conflictingTypes, diff, zonePlan } from '../plan/zone-plan.ts';
import { type DesiredSet, inheritedFrom, mergeDesired, withDefaults } from './desired.ts';
import { keyOf, valueKey } from './normalise.ts';
import type { RecordSet, RecordValue, Zone, ZonePlan } from './record.ts';
import { recordType } from './types.ts';

/** Adds the record sets to the existing ones; existing values are left alone. */
export function planMerge(zone: Zone, current: readonly RecordSet[], sets: readonly DesiredSet[]): ZonePlan {
  const existing = new Map(current.map((set) => [keyOf(set), set]));
  return zonePlan(
    zone,
    sets.map(({ name, type, values }) => {
      const before = existing.get(keyOf({ name, type }));
      const old = before?.values ?? [];
      const existingKeys = new Set(old.map(valueKey));
      const missing = values.filter((value) => !existingKeys.has(valueKey(value)));
      if (recordType(type)?.single && before && missing.length > 0)
        return change(before, { name, type, values: mergeDesired(type, values, old) });
      const added = missing.map((value) => withDefaults(type, value, inheritedFrom(old)));
      return change(before, { name, type, values: [...old, ...added] });
    }),
  );
}

/**
 * Replaces all records of the zone, except what a zone file cannot express: the zone's own name servers, unknown types
 * and rows managed by the provider.
 */
export function planReplace(zone: Zone, current: readonly RecordSet[], sets: readonly DesiredSet[]): ZonePlan {
  const existing = new Map(current.map((set) => [keyOf(set), set]));
  const valuesAt = (name: string, type: string): readonly RecordValue[] =>
    existing.get(keyOf({ name, type }))?.values ?? [];
  const desired = sets.map(({ name, type, values }): RecordSet => {
    const conflicting = conflictingTypes(type).flatMap((other) => valuesAt(name, other));
    return { name, type, values: mergeDesired(type, values, valuesAt(name, type), conflicting) };
  });
  const servers = existing.get(keyOf({ name: zone.name, type: 'NS' }));
  return diff(zone, current, servers ? [...desired, servers] : desired, { rest: 'delete' });
}
