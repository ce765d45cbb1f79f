import { isBelow } from '../name.ts';
import { keyOf } from '../normalise.ts';
import type { RecordSet } from '../record.ts';
import type { ZoneView } from './rule.ts';

/** A question to live DNS. */
export interface Question {
  readonly name: string;
  readonly type: string;
}

/** `name type` → contents; a key that is absent is not known. */
export type Answers = ReadonlyMap<string, readonly string[]>;

interface Options {
  readonly quota?: number | undefined;
  /** What live DNS said about names outside the zone. */
  readonly answers?: Answers;
}

/** `questions` are those that could not be answered; with their answers a second look says more. */
export type AskingView = ZoneView & { readonly questions: ReadonlyMap<string, Question> };

export function zoneView(
  zone: string,
  sets: readonly RecordSet[],
  { quota, answers = new Map() }: Options = {},
): AskingView {
  const byKey = new Map(sets.map((set) => [keyOf(set), set]));
  const byName = grouped(sets, (set) => set.name);
  const byType = grouped(sets, (set) => set.type);
  const names = namesAndParents(zone, byName.keys());
  const delegations = (byType.get('NS') ?? []).map((set) => set.name).filter((name) => name !== zone);
  const questions = new Map<string, Question>();

  const ask = (name: string, type: string): readonly string[] | undefined => {
    const key = keyOf({ name, type });
    const known = answers.get(key);
    if (!known) questions.set(key, { name, type });
    return known;
  };
  const contents = (name: string, type: string): string[] | undefined =>
    byKey.get(keyOf({ name, type }))?.values.map((value) => value.content ?? '');

  const resolve = (name: string, type: string, hops = 0): readonly string[] | undefined => {
    if (!isBelow(name, zone) || delegations.some((cut) => isBelow(name, cut))) return ask(name, type);
    const owner = names.has(name) ? name : wildcardFor(name, zone, names);
    const direct = contents(owner, type);
    if (direct || type === 'CNAME') return direct ?? [];
    const alias = contents(owner, 'CNAME')?.[0];
    if (alias === undefined) return [];
    return hops < 8 ? resolve(alias, type, hops + 1) : [];
  };

  return {
    name: zone,
    sets,
    rows: sets.reduce((sum, set) => sum + set.values.length, 0),
    quota,
    ofType: (type) => byType.get(type) ?? [],
    at: (name, type) => byKey.get(keyOf({ name, type })),
    typesAt: (name) => byName.get(name) ?? [],
    resolve,
    questions,
  };
}

/** Names that exist: those with records, and those between them and the zone (RFC 8020). */
export function namesAndParents(zone: string, owners: Iterable<string>): Set<string> {
  const names = new Set([zone]);
  for (const owner of owners)
    for (let name = owner; isBelow(name, zone) && !names.has(name); name = name.slice(name.indexOf('.') + 1))
      names.add(name);
  return names;
}

/** The wildcard that stands in for a name that does not exist (RFC 4592), or the name itself. */
export function wildcardFor(name: string, zone: string, names: ReadonlySet<string>): string {
  let parent = name;
  while (parent !== zone && !names.has(parent)) parent = parent.slice(parent.indexOf('.') + 1);
  return names.has(`*.${parent}`) ? `*.${parent}` : name;
}

function grouped(sets: readonly RecordSet[], key: (set: RecordSet) => string): Map<string, RecordSet[]> {
  const groups = new Map<string, RecordSet[]>();
  for (const set of sets) {
    const group = groups.get(key(set));
    if (group) group.push(set);
    else groups.set(key(set), [set]);
  }
  return groups;
}

/** Something that several rules need of a zone, worked out once per look at it. */
export function perZone<T>(make: (zone: ZoneView) => T): (zone: ZoneView) => T {
  const made = new WeakMap<ZoneView, T>();
  return (zone) => {
    const known = made.get(zone);
    if (known !== undefined) return known;
    const fresh = make(zone);
    made.set(zone, fresh);
    return fresh;
  };
}
