import { delta } from './delta.ts';
import { namesAbove, type PlannedZone } from './planned-zone.ts';
import { type Purpose, purposeOf, saysTheSame } from './purpose.ts';
import type { RecordValue } from './record.ts';

/** A value, and the type of the record set that holds it. */
export interface Typed {
  readonly type: string;
  readonly value: RecordValue;
}

/**
 * All that a plan does at one name for one purpose, whatever the types: a CNAME that takes the place of an address is one
 * matter. Both sides are whole, as far as the plan knows the zone.
 */
export interface Matter {
  readonly zone: string;
  readonly name: string;
  readonly purpose: Purpose;
  /** Of `other`, `dnssec` and `service`, which are told apart by it; elsewhere that of the first value. */
  readonly type: string;
  readonly before: readonly Typed[];
  readonly after: readonly Typed[];
  /** Gone, or saying something else. */
  readonly lost: readonly Typed[];
  /** New, or saying something else. */
  readonly fresh: readonly Typed[];
  /** Rows that are changed in place. */
  readonly changed: readonly (readonly [old: Typed, now: Typed])[];
  /** The same at the names above, the nearest first: what applies to a name that says nothing itself (DMARC, CAA). */
  readonly above: readonly Matter[];
  /** Mail servers and SPF at the same name: a CNAME hides them, and SPF is judged by whether there is mail. */
  readonly beside: readonly Matter[];
}

type Draft = { -readonly [K in keyof Matter]: Matter[K] extends readonly (infer T)[] ? T[] : Matter[K] };

/** What a plan is about, in its order. */
export function mattersOf(planned: Pick<PlannedZone, 'zone' | 'changes' | 'beside'>): Matter[] {
  const zone = planned.zone.name;
  const drafts = new Map<string, Draft>();
  const at = (name: string, type: string, value: RecordValue): Draft => {
    const purpose = purposeOf(name, type, value);
    const key = keyOf(name, purpose, type);
    const known = drafts.get(key);
    if (known) return known;
    const made: Draft = {
      zone,
      name,
      purpose,
      type,
      before: [],
      after: [],
      lost: [],
      fresh: [],
      changed: [],
      above: [],
      beside: [],
    };
    drafts.set(key, made);
    return made;
  };
  for (const change of planned.changes) {
    const { name, type } = change;
    const { added, removed, changed, kept } = delta(change);
    const put = (value: RecordValue, ...sides: ('before' | 'after' | 'lost' | 'fresh')[]): Typed => {
      const typed = { type, value };
      const draft = at(name, type, value);
      for (const side of sides) draft[side].push(typed);
      return typed;
    };
    for (const value of kept) put(value, 'before', 'after');
    for (const value of removed) put(value, 'before', 'lost');
    for (const [old, now] of changed) {
      const same = saysTheSame(old, now);
      const pair = [
        put(old, 'before', ...(same ? [] : ['lost' as const])),
        put(now, 'after', ...(same ? [] : ['fresh' as const])),
      ] as const;
      at(name, type, now).changed.push(pair);
    }
    for (const value of added) put(value, 'after', 'fresh');
  }
  for (const { name, type, values } of planned.beside ?? [])
    for (const value of values) {
      const draft = at(name, type, value);
      draft.before.push({ type, value });
      draft.after.push({ type, value });
    }
  for (const draft of drafts.values()) {
    draft.above = namesAbove(draft.name, draft.type, zone).flatMap(
      (name) => drafts.get(keyOf(name, draft.purpose, draft.type)) ?? [],
    );
    draft.beside = (['mail', 'spf'] as const).flatMap((purpose) => drafts.get(keyOf(draft.name, purpose, '')) ?? []);
  }
  return [...drafts.values()].filter(({ lost, fresh, changed }) => lost.length + fresh.length + changed.length > 0);
}

const keyOf = (name: string, purpose: Purpose, type: string): string =>
  `${name} ${purpose === 'other' || purpose === 'dnssec' || purpose === 'service' ? type : purpose}`;

/** Whether the plan changes what is said, as opposed to TTLs, proxying, comments and tags. */
export const isSaid = ({ lost, fresh }: Matter): boolean => lost.length + fresh.length > 0;
