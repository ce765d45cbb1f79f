import { displayName } from '../model/name.ts';
import { diffValues } from '../model/normalise.ts';
import { type Purpose, purposeOf, sameContent, tagList } from '../model/purpose.ts';
import type { RecordValue, ZonePlan } from '../model/record.ts';
import { namesAbove, type PlannedZone } from '../plan/planned-zone.ts';

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

/** Whether both sides mean the same: they differ only in spacing or tag order. */
export function isEquivalent({ purpose, before, after }: ChangeGroup): boolean {
  const parse = parsers[purpose];
  if (!parse || before.length !== after.length) return false;
  const all = (values: readonly TypedValue[]) =>
    JSON.stringify(values.map(({ type, value }) => [type, parse(value.content ?? '')]).sort());
  return all(before) === all(after);
}

const parsers: Partial<Record<Purpose, (text: string) => unknown>> = {
  spf: (text) => text.split(/ +/).filter(Boolean),
  dmarc: (text) => [...tagList(text)].sort(),
};

/** Cloudflare treats all addresses of a name as proxied if one is. */
export const isProxied = (values: readonly TypedValue[]): boolean => values.some(({ value }) => value.proxied);

/** Cloudflare starts to answer for it, with addresses only. */
export const becomesProxied = ({ before, after }: ChangeGroup): boolean => isProxied(after) && !isProxied(before);

/** Visitors reached Cloudflare before and will reach the server directly. */
export const losesProxy = ({ purpose, before, after }: ChangeGroup): boolean =>
  purpose === 'address' && isProxied(before) && after.length > 0 && !isProxied(after);

const placeholder = '{domain}';

/** Replaces the zone's own name with a placeholder, so that the same message about many zones is the same text. */
export function maskZoneName({ zone }: Pick<ZonePlan, 'zone'>): (text: string) => string {
  const names = [...new Set([displayName(zone.name), zone.name])].map((name) => name.replace(/[.()]/g, '\\$&'));
  const own = new RegExp(`(?<![a-z0-9-])(?:${names.join('|')})(?![a-z0-9-]|\\.[a-z0-9])`, 'gi');
  return (text) => text.replace(own, placeholder);
}

export interface ZoneMessage {
  readonly planned: Pick<ZonePlan, 'zone'>;
  readonly text: string;
}

/** Beyond this, zones are counted instead of named; the diff has the names. */
const maxNamed = 4;
const joinNames = (names: readonly string[]): string =>
  [names.slice(0, -1).join(', '), ...names.slice(-1)].filter(Boolean).join(' and ');

/** Each sentence once, in first-seen order: worded for the first zone, plus which other zones it applies to. */
export function groupAcrossZones(messages: readonly ZoneMessage[]): string[] {
  const groups = new Map<string, { text: string; zones: Set<string> }>();
  for (const { planned, text } of messages) {
    const key = maskZoneName(planned)(text);
    const group = groups.get(key) ?? { text, zones: new Set() };
    groups.set(key, group);
    group.zones.add(planned.zone.name);
  }
  return [...groups.values()].map(({ text, zones }) => {
    const others = [...zones].slice(1).map(displayName);
    if (others.length === 0) return text;
    return `${text} The same in ${others.length > maxNamed ? `${others.length} more zones` : joinNames(others)}.`;
  });
}

/** "a, b, c and 2 more" */
export function nameList(values: readonly TypedValue[]): string {
  const names = values.map(({ value }) => displayName(value.content ?? ''));
  return names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ');
}
