import { createHash } from 'node:crypto';
import { AppError } from '../../../lib/errors.ts';
import { displayName } from '../model/name.ts';
import { keyOf, rowKey, sameRow, sameSet, sameValue, setKey, valueKey } from '../model/normalise.ts';
import type { Change, RecordSet, RecordValue, Zone, ZonePlan } from '../model/record.ts';
import { type Content, recordType } from '../model/types.ts';
import { keepLayer } from '../model/zone-index.ts';

/** True if there is nothing to do. */
export const isEmpty = (plan: ZonePlan): boolean => plan.changes.length === 0;

/** True when the plan creates, changes or deletes this record set. */
export const touches = (plan: ZonePlan, set: { readonly name: string; readonly type: string }): boolean =>
  plan.changes.some((change) => keyOf(change) === keyOf(set));

export const findSet = (sets: readonly RecordSet[], name: string, type: string): RecordSet | undefined =>
  sets.find((set) => set.name === name && set.type === type);

type Overlay = { readonly changes: ZonePlan['changes']; readonly after: readonly RecordSet[] };

/** By the zone and not by the plan, which may stay longer. */
const overlays = new WeakMap<readonly RecordSet[], Overlay>();

/** The zone after the plan; untouched record sets are the same objects. The last one of a zone is kept with it. */
export function overlay(current: readonly RecordSet[], { changes }: ZonePlan): readonly RecordSet[] {
  const known = overlays.get(current);
  if (known?.changes === changes) return known.after;
  const isUntouched = notIn(changes);
  const after = [...current.filter(isUntouched), ...changes.flatMap((change) => change.after ?? [])];
  overlays.set(current, { changes, after });
  keepLayer(after, current, () => {
    const touched = new Set(changes.map(({ name }) => name));
    const none = [...touched].map((name): [string, RecordSet[]] => [name, []]);
    return new Map([
      ...none,
      ...Map.groupBy(
        after.filter(({ name }) => touched.has(name)),
        ({ name }) => name,
      ),
    ]);
  });
  return after;
}

/** True for record sets that none of the changes is about. */
function notIn(changes: readonly Change[]): (set: RecordSet) => boolean {
  const typesByName = Map.groupBy(changes, ({ name }) => name);
  return ({ name, type }) => !typesByName.get(name)?.some((change) => change.type === type);
}

/**
 * The plan from existing to desired record sets (normalised). Others are kept, or deleted with `rest: 'delete'`;
 * unknown types and read-only rows are never part of a plan.
 */
export function diff(
  zone: Zone,
  current: readonly RecordSet[],
  desired: readonly RecordSet[],
  { rest = 'keep' }: { readonly rest?: 'keep' | 'delete' } = {},
): ZonePlan {
  const existing = new Map(current.map((set) => [keyOf(set), set]));
  const desiredKeys = new Set(desired.map(keyOf));
  const changes = desired.map((set) => changeTo(existing.get(keyOf(set)), set));
  if (rest === 'delete')
    for (const set of current) if (!desiredKeys.has(keyOf(set))) changes.push(changeTo(set, { ...set, values: [] }));
  return zonePlan(zone, changes);
}

function changeTo(before: RecordSet | undefined, desired: RecordSet): Change | undefined {
  if (!recordType(desired.type) || sameSet(before, desired)) return undefined;
  const fixed = before?.values.filter((value) => value.readOnly) ?? [];
  const own = desired.values.filter((value) => !value.readOnly && !fixed.some((other) => sameValue(other, value)));
  return change(before, adoptIds(before, { ...desired, values: [...fixed, ...own] }));
}

/** Combines consecutive plans into one with their net changes. */
export function sequence(
  zone: Zone,
  current: readonly RecordSet[],
  steps: readonly ((now: readonly RecordSet[]) => ZonePlan)[],
): ZonePlan {
  const before = new Map(current.map((set) => [keyOf(set), set]));
  const touched = new Map<string, Change>();
  let now = current;
  let additive = true;
  for (const step of steps) {
    const plan = step(now);
    additive &&= plan.additive === true;
    for (const item of plan.changes) touched.set(keyOf(item), item);
    now = overlay(now, plan);
  }
  const plan = zonePlan(
    zone,
    [...touched].map(([key, { name, type, after }]) => change(before.get(key), after ?? { name, type, values: [] })),
  );
  return additive ? { ...plan, additive } : plan;
}

/** The difference between two snapshots of a zone, including unknown types and read-only rows. */
export const changesBetween = (zone: Zone, was: readonly RecordSet[], is: readonly RecordSet[]): readonly Change[] => {
  const before = new Map(was.map((set) => [keyOf(set), set]));
  const after = new Map(is.map((set) => [keyOf(set), set]));
  const keys = new Set([...before.keys(), ...after.keys()]);
  const changes = [...keys].flatMap((key): Change[] => {
    const [old, now] = [before.get(key), after.get(key)];
    const owner = now ?? old;
    if (!owner || sameSet(old, now)) return [];
    return [{ name: owner.name, type: owner.type, ...(old ? { before: old } : {}), ...(now ? { after: now } : {}) }];
  });
  return zonePlan(zone, changes).changes;
};

/** Drops no-op changes and sorts the rest for display: by name, deletions first. */
export function zonePlan(zone: Zone, changes: readonly (Change | undefined)[]): ZonePlan {
  const changed = changes.filter((item) => item !== undefined).flatMap((item) => withDefaultTtl(zone, item) ?? []);
  return { zone, changes: changed.sort((a, b) => order(a.name, b.name) || rank(a) - rank(b) || order(a.type, b.type)) };
}

/** LiteMail has no automatic TTL: it stores its default, and so does the plan. */
const defaultTtl = 3600;
function withDefaultTtl(zone: Zone, item: Change): Change | undefined {
  if (zone.home !== 'litemail' || !item.after?.values.some(({ ttl }) => ttl === 1)) return item;
  const values = item.after.values.map((value) => (value.ttl === 1 ? { ...value, ttl: defaultTtl } : value));
  return change(item.before, { ...item.after, values });
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const rank = (item: Change): number => (item.after === undefined ? 0 : 1);

/** One record set before and after; undefined if nothing changes. A set without values counts as absent. */
export function change(before: RecordSet | undefined, after: RecordSet): Change | undefined {
  if (sameSet(before, after)) return undefined;
  const { name, type } = after;
  const exists = (set: RecordSet | undefined) => set !== undefined && set.values.length > 0;
  assertReadOnlyKept(before, after);
  return { name, type, ...(exists(before) && before ? { before } : {}), ...(exists(after) ? { after } : {}) };
}

/** Gives desired values the ids of existing rows, so that rows are changed in place. */
export function adoptIds(before: RecordSet | undefined, after: RecordSet): RecordSet {
  const pairs = matchValues(before?.values ?? [], after.values);
  const values = after.values.map((value, index) => {
    const old = pairs[index]?.old;
    const { id: _, readOnly: __, modifiedOn: ___, ...bare } = value;
    if (old && sameRow(old, bare)) return old;
    return old?.id === undefined ? bare : { id: old.id, ...bare };
  });
  return { ...after, values };
}

/** The existing row for a desired value, and whether its content is the same (priority may differ). */
interface ValueMatch {
  readonly old?: RecordValue;
  readonly same: boolean;
}

/**
 * Matches equal values first, then those that differ only in priority, then the rest in order. No row gets a value that
 * another row has, so a batch of patches never fails with "identical record exists".
 */
export function matchValues(old: readonly RecordValue[], desired: readonly Content[]): ValueMatch[] {
  const pairs: ValueMatch[] = desired.map(() => ({ same: false }));
  const free = new Set(old);
  const take = (key: (value: Content) => string, same: boolean) => {
    const byKey = new Map<string, RecordValue[]>();
    for (const value of free) {
      const sameKey = byKey.get(key(value));
      if (sameKey) sameKey.push(value);
      else byKey.set(key(value), [value]);
    }
    desired.forEach((value, index) => {
      const match = pairs[index]?.old ? undefined : byKey.get(key(value))?.shift();
      if (!match) return;
      pairs[index] = { old: match, same };
      free.delete(match);
    });
  };
  take(valueKey, true);
  take((value) => valueKey({ ...value, priority: 0 }), true);
  for (const value of [...free]) if (value.readOnly) free.delete(value);
  take(() => '', false);
  return pairs;
}

/** Rows managed by the provider must not change. */
function assertReadOnlyKept(before: RecordSet | undefined, after: RecordSet): void {
  const remaining = new Set(after.values.map((value) => `${value.id} ${rowKey(value)}`));
  const removed = before?.values.find((value) => value.readOnly && !remaining.has(`${value.id} ${rowKey(value)}`));
  if (removed) throw readOnlyError(after.name, after.type);
}

/** Types that cannot coexist with this one at a name: CNAME against A and AAAA (Cloudflare 81053, 81054). */
export const conflictingTypes = (type: string): readonly string[] =>
  type === 'CNAME' ? ['A', 'AAAA'] : type === 'A' || type === 'AAAA' ? ['CNAME'] : [];

/** The error for rows managed by Cloudflare. */
export const readOnlyError = (name: string, type: string): AppError =>
  new AppError(
    'conflict',
    `The ${type} record of ${displayName(name)} is managed by Cloudflare and cannot be changed here.`,
    {
      hint: 'It belongs to a product such as Email Routing or a tunnel: change it there.',
    },
  );

const wholeFingerprints = new WeakMap<readonly RecordSet[], string>();

/** Fingerprint of all records the plan does not touch, independent of order and ids. */
export function restFingerprint(plan: ZonePlan, current: readonly RecordSet[]): string {
  const known = plan.changes.length === 0 ? wholeFingerprints.get(current) : undefined;
  if (known !== undefined) return known;
  const isUntouched = notIn(plan.changes);
  // Of the lines of two texts that would be long, without making them.
  const [all, rest] = [createHash('sha256'), createHash('sha256')];
  let [beforeAll, beforeRest] = ['', ''];
  for (const set of inOrderOfKeys(current)) {
    const text = `${beforeAll}${keyOf(set)}\t${setKey(set)}`;
    all.update(text);
    if (isUntouched(set)) {
      // Nearly always the same text, which is then not made twice.
      rest.update(beforeRest === beforeAll ? text : text.slice(1));
      beforeRest = '\n';
    }
    beforeAll = '\n';
  }
  // The snapshot of what was read for a plan asks for it next.
  wholeFingerprints.set(current, all.digest('hex'));
  return rest.digest('hex');
}

/** As their lines are in order. */
const inOrderOfKeys = (sets: readonly RecordSet[]): RecordSet[] =>
  sets.toSorted((a, b) => (a.name === b.name ? order(a.type, b.type) : order(a.name, b.name)));
