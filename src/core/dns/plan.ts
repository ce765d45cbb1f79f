import { AppError } from '../errors.ts';
import { displayName } from './name.ts';
import { keyOf, rowKey, sameRow, sameSet, sameValue, valueKey } from './normalise.ts';
import type { Change, RecordSet, RecordValue, Zone, ZonePlan } from './record.ts';
import { type Content, recordType } from './types.ts';

/** True when nothing is left to do. */
export const isEmpty = (plan: ZonePlan): boolean => plan.changes.length === 0;

/** True when the plan creates, changes or deletes this record set. */
export const touches = (plan: ZonePlan, set: { readonly name: string; readonly type: string }): boolean =>
  plan.changes.some((change) => keyOf(change) === keyOf(set));

export const findSet = (sets: readonly RecordSet[], name: string, type: string): RecordSet | undefined =>
  sets.find((set) => set.name === name && set.type === type);

/** The zone as it will be: record sets that the plan does not touch are the same objects. */
export function overlay(current: readonly RecordSet[], plan: ZonePlan): RecordSet[] {
  const changes = new Map(plan.changes.map((change) => [keyOf(change), change]));
  const kept = current.filter((set) => !changes.has(keyOf(set)));
  return [...kept, ...plan.changes.flatMap((change) => change.after ?? [])];
}

/**
 * The plan that makes the zone hold the desired record sets, in normal form. Others are kept, or deleted with
 * `rest: 'delete'`; types that we do not know and read-only rows are never part of a plan.
 */
export function diff(
  zone: Zone,
  current: readonly RecordSet[],
  desired: readonly RecordSet[],
  { rest = 'keep' }: { readonly rest?: 'keep' | 'delete' } = {},
): ZonePlan {
  const have = new Map(current.map((set) => [keyOf(set), set]));
  const want = new Set(desired.map(keyOf));
  const changes = desired.map((set) => towards(have.get(keyOf(set)), set));
  if (rest === 'delete')
    for (const set of current) if (!want.has(keyOf(set))) changes.push(towards(set, { ...set, values: [] }));
  return zonePlan(zone, changes);
}

function towards(before: RecordSet | undefined, wanted: RecordSet): Change | undefined {
  if (!recordType(wanted.type) || sameSet(before, wanted)) return undefined;
  const fixed = before?.values.filter((value) => value.readOnly) ?? [];
  const own = wanted.values.filter((value) => !value.readOnly && !fixed.some((other) => sameValue(other, value)));
  return change(before, adopt(before, { ...wanted, values: [...fixed, ...own] }));
}

/** Several plans one after the other as one, with what comes out of them in the end. */
export function sequence(
  zone: Zone,
  current: readonly RecordSet[],
  steps: readonly ((now: readonly RecordSet[]) => ZonePlan)[],
): ZonePlan {
  const before = new Map(current.map((set) => [keyOf(set), set]));
  const touched = new Map<string, Change>();
  let now = current;
  for (const step of steps) {
    const plan = step(now);
    for (const item of plan.changes) touched.set(keyOf(item), item);
    now = overlay(now, plan);
  }
  return zonePlan(
    zone,
    [...touched].map(([key, { name, type, after }]) => change(before.get(key), after ?? { name, type, values: [] })),
  );
}

/** What differs between two readings of a zone, types that we do not know and read-only rows included. */
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

/** Drops what changes nothing and puts changes in the order of the card: by name, then deletions first. */
export function zonePlan(zone: Zone, changes: readonly (Change | undefined)[]): ZonePlan {
  const real = changes.filter((item) => item !== undefined).flatMap((item) => timed(zone, item) ?? []);
  return { zone, changes: real.sort((a, b) => order(a.name, b.name) || rank(a) - rank(b) || order(a.type, b.type)) };
}

/** LiteMail has no automatic TTL: it writes its usual one down, and so does the plan. */
const usualTtl = 3600;
function timed(zone: Zone, item: Change): Change | undefined {
  if (zone.home !== 'litemail' || !item.after?.values.some(({ ttl }) => ttl === 1)) return item;
  const values = item.after.values.map((value) => (value.ttl === 1 ? { ...value, ttl: usualTtl } : value));
  return change(item.before, { ...item.after, values });
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const rank = (item: Change): number => (item.after === undefined ? 0 : 1);

/** One record set before and after; undefined when nothing changes. A set without values does not exist. */
export function change(before: RecordSet | undefined, after: RecordSet): Change | undefined {
  if (sameSet(before, after)) return undefined;
  const { name, type } = after;
  const exists = (set: RecordSet | undefined) => set !== undefined && set.values.length > 0;
  assertUntouched(before, after);
  return { name, type, ...(exists(before) && before ? { before } : {}), ...(exists(after) ? { after } : {}) };
}

/** Gives the values of a desired set the ids of the rows that become them, so that rows are changed in place. */
export function adopt(before: RecordSet | undefined, after: RecordSet): RecordSet {
  const pairs = pair(before?.values ?? [], after.values);
  const values = after.values.map((value, index) => {
    const old = pairs[index]?.old;
    const { id: _, readOnly: __, ...bare } = value;
    if (old && sameRow(old, bare)) return old;
    return old?.id === undefined ? bare : { id: old.id, ...bare };
  });
  return { ...after, values };
}

/** Which row becomes which value, and whether it goes on saying the same (it may differ in priority). */
export interface Pair {
  readonly old?: RecordValue;
  readonly same: boolean;
}

/**
 * Equal values first, then values with another priority only, then what is left in order. A row is only given a value
 * that no other row has, so one batch of patches never meets "identical record exists".
 */
export function pair(old: readonly RecordValue[], wanted: readonly Content[]): Pair[] {
  const pairs: Pair[] = wanted.map(() => ({ same: false }));
  const free = new Set(old);
  const take = (key: (value: Content) => string, same: boolean) => {
    const byKey = new Map<string, RecordValue[]>();
    for (const value of free) {
      const alike = byKey.get(key(value));
      if (alike) alike.push(value);
      else byKey.set(key(value), [value]);
    }
    wanted.forEach((value, index) => {
      const found = pairs[index]?.old ? undefined : byKey.get(key(value))?.shift();
      if (!found) return;
      pairs[index] = { old: found, same };
      free.delete(found);
    });
  };
  take(valueKey, true);
  take((value) => valueKey({ ...value, priority: 0 }), true);
  for (const value of [...free]) if (value.readOnly) free.delete(value);
  take(() => '', false);
  return pairs;
}

/** A row that the provider holds stays exactly as it is. */
function assertUntouched(before: RecordSet | undefined, after: RecordSet): void {
  const kept = new Set(after.values.map((value) => `${value.id} ${rowKey(value)}`));
  const lost = before?.values.find((value) => value.readOnly && !kept.has(`${value.id} ${rowKey(value)}`));
  if (lost) throw held(after.name, after.type);
}

/** Types that cannot stand beside this one at a name: CNAME against A and AAAA (Cloudflare 81053, 81054). */
export const rivalTypes = (type: string): readonly string[] =>
  type === 'CNAME' ? ['A', 'AAAA'] : type === 'A' || type === 'AAAA' ? ['CNAME'] : [];

/** The refusal for rows that Cloudflare manages itself. */
export const held = (name: string, type: string): AppError =>
  new AppError(
    'conflict',
    `The ${type} record of ${displayName(name)} is managed by Cloudflare and cannot be changed here.`,
    {
      hint: 'It belongs to a product such as Email Routing or a tunnel: change it there.',
    },
  );
