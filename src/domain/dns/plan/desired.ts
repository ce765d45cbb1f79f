import { contentOf, keyOf, normaliseValue, sameRow, valueKey } from '../model/normalise.ts';
import type { RecordSet, RecordValue, Zone, ZonePlan } from '../model/record.ts';
import { type Content, recordType } from '../model/types.ts';
import { change, conflictingTypes, diff, matchValues, zonePlan } from './zone-plan.ts';

/** Attributes of a value; absent means unchanged, or the default for a new value. */
export interface Attributes {
  readonly ttl?: number | undefined;
  readonly proxied?: boolean | undefined;
  readonly comment?: string | undefined;
  readonly tags?: readonly string[] | undefined;
}

/** A desired value, its content normalised. */
export type DesiredValue = Content & Attributes;

export interface DesiredSet {
  readonly name: string;
  readonly type: string;
  readonly values: readonly DesiredValue[];
}

/** Seconds. Enterprise zones may go down to 30, but the API does not tell which zones are Enterprise. */
export const minTtl = 60;
export const maxTtl = 86_400;

type Defaults = Pick<RecordValue, 'ttl' | 'proxied' | 'comment' | 'tags'>;

/** Fills in missing attributes from `defaults`. A TTL below the minimum is kept if it exists already. */
export function withDefaults(type: string, value: DesiredValue, defaults: Defaults): RecordValue {
  const requested = value.ttl ?? defaults.ttl;
  const ttl = requested === 1 || requested === defaults.ttl ? requested : Math.max(requested, minTtl);
  const { proxied = defaults.proxied ?? false, comment = defaults.comment ?? '', tags = defaults.tags ?? [] } = value;
  return normaliseValue(type, { ...contentOf(value), ttl, proxied, comment, tags });
}

/** Attributes that a new value inherits from its siblings, or from those it replaces. */
export const inheritedFrom = (others: readonly RecordValue[]): Defaults => ({
  ttl: others[0]?.ttl ?? 1,
  proxied: others.length > 0 && others.every((value) => value.proxied),
});

/**
 * The desired values merged with the existing ones: unchanged values keep their attributes, and so does a single value
 * replaced by a single one; `rivals` are replaced values of conflicting types (CNAME against addresses).
 */
export function mergeDesired(
  type: string,
  desired: readonly DesiredValue[],
  before: readonly RecordValue[],
  rivals: readonly RecordValue[] = [],
): RecordValue[] {
  const replaced = [...before, ...rivals].filter(({ readOnly }) => !readOnly);
  const [only] = replaced;
  const defaults = only && replaced.length === 1 && desired.length === 1 ? only : inheritedFrom(replaced);
  const pairs = matchValues(before, desired);
  return desired.map((value, index) => {
    const { old, same } = pairs[index] ?? { same: false };
    const merged = withDefaults(type, value, old && same ? old : defaults);
    if (old && sameRow(old, merged)) return old;
    return old?.id === undefined ? merged : { id: old.id, ...merged };
  });
}

/** Adds the record sets to the existing ones; existing values are left alone. */
export function planMerge(zone: Zone, current: readonly RecordSet[], sets: readonly DesiredSet[]): ZonePlan {
  const existing = new Map(current.map((set) => [keyOf(set), set]));
  const merged = zonePlan(
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
  return { ...merged, additive: true };
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
