import { diffValues } from '../model/diff-values.ts';
import type { RecordValue } from '../model/record.ts';
import { namesAbove, type PlannedZone } from '../plan/planned-zone.ts';
import { type Purpose, purposeOf, sameContent } from './purpose.ts';

/** A value with the type of its record set. */
export interface TypedValue {
  readonly type: string;
  readonly value: RecordValue;
}

/**
 * All changes of a plan at one name for one purpose, whatever the record types: a CNAME that replaces an address is one
 * group. Both sides are complete, as far as the plan knows the zone.
 */
export interface ChangeGroup {
  readonly zone: string;
  readonly name: string;
  readonly purpose: Purpose;
  /** Distinguishes groups of `other`, `dnssec` and `service`; elsewhere the type of the first value. */
  readonly type: string;
  readonly before: readonly TypedValue[];
  readonly after: readonly TypedValue[];
  /** Deleted, or with old content. */
  readonly removed: readonly TypedValue[];
  /** Added, or with new content. */
  readonly added: readonly TypedValue[];
  /** Rows changed in place. */
  readonly changed: readonly (readonly [old: TypedValue, now: TypedValue])[];
  /** The same purpose at parent names, nearest first: what applies if the name has no record itself (DMARC, CAA). */
  readonly ancestors: readonly ChangeGroup[];
  /** Mail servers and SPF at the same name: a CNAME hides them, and the risk of SPF depends on whether there is mail. */
  readonly related: readonly ChangeGroup[];
}

type Draft = { -readonly [K in keyof ChangeGroup]: ChangeGroup[K] extends readonly (infer T)[] ? T[] : ChangeGroup[K] };

/** Groups the changes of a plan, in plan order. */
export function changeGroups(planned: Pick<PlannedZone, 'zone' | 'changes' | 'beside'>): ChangeGroup[] {
  const zone = planned.zone.name;
  const drafts = new Map<string, Draft>();
  const at = (name: string, type: string, value: RecordValue): Draft => {
    const purpose = purposeOf(name, type, value);
    const key = keyOf(name, purpose, type);
    const existing = drafts.get(key);
    if (existing) return existing;
    const draft: Draft = {
      zone,
      name,
      purpose,
      type,
      before: [],
      after: [],
      removed: [],
      added: [],
      changed: [],
      ancestors: [],
      related: [],
    };
    drafts.set(key, draft);
    return draft;
  };
  for (const change of planned.changes) {
    const { name, type } = change;
    const { added, removed, changed, unchanged } = diffValues(change);
    const put = (value: RecordValue, ...sides: ('before' | 'after' | 'removed' | 'added')[]): TypedValue => {
      const typed = { type, value };
      const draft = at(name, type, value);
      for (const side of sides) draft[side].push(typed);
      return typed;
    };
    for (const value of unchanged) put(value, 'before', 'after');
    for (const value of removed) put(value, 'before', 'removed');
    for (const [old, now] of changed) {
      const same = sameContent(old, now);
      const pair = [
        put(old, 'before', ...(same ? [] : ['removed' as const])),
        put(now, 'after', ...(same ? [] : ['added' as const])),
      ] as const;
      at(name, type, now).changed.push(pair);
    }
    for (const value of added) put(value, 'after', 'added');
  }
  for (const { name, type, values } of planned.beside ?? [])
    for (const value of values) {
      const draft = at(name, type, value);
      draft.before.push({ type, value });
      draft.after.push({ type, value });
    }
  for (const draft of drafts.values()) {
    draft.ancestors = namesAbove(draft.name, draft.type, zone).flatMap(
      (name) => drafts.get(keyOf(name, draft.purpose, draft.type)) ?? [],
    );
    draft.related = (['mail', 'spf'] as const).flatMap((purpose) => drafts.get(keyOf(draft.name, purpose, '')) ?? []);
  }
  return [...drafts.values()].filter((draft) => draft.removed.length + draft.added.length + draft.changed.length > 0);
}

const keyOf = (name: string, purpose: Purpose, type: string): string =>
  `${name} ${purpose === 'other' || purpose === 'dnssec' || purpose === 'service' ? type : purpose}`;

/** Whether content changes, not just TTL, proxying, comments or tags. */
export const changesContent = ({ removed, added }: ChangeGroup): boolean => removed.length + added.length > 0;
