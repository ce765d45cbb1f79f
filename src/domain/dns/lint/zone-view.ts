import { isBelow } from '../model/name.ts';
import { keyOf } from '../model/normalise.ts';
import { isFlattened } from '../model/purpose.ts';
import type { RecordSet, RecordValue, Zone } from '../model/record.ts';
import type { Content } from '../model/types.ts';
import { type ZoneIndex, zoneIndex } from '../model/zone-index.ts';

/** error: it does not work. warning: it works badly or not for long. advice: it could be better. */
export type Severity = 'error' | 'warning' | 'advice';

/** A fix: the desired values of a record set (none: delete it), for `planSet` or `planDelete`. */
interface Fix {
  readonly text: string;
  readonly set?: { readonly name: string; readonly type: string; readonly values: readonly Content[] };
}

/** Something found at a name. `text` is for people who do not know DNS. */
export interface RuleFinding {
  readonly name: string;
  readonly type: string;
  readonly text: string;
  readonly fix?: Fix;
  /** Overrides the severity of the rule. */
  readonly severity?: Severity;
  /** Overrides `refused` of the rule. */
  readonly refused?: boolean;
  /** How bad it is (higher is worse): findings with a measure are matched regardless of their text. */
  readonly measure?: number;
  /** The affected values: a plan that rewrites one of them is refused as if it had introduced the problem. */
  readonly values?: readonly RecordValue[];
}

export interface Rule {
  readonly id: string;
  readonly severity: Severity;
  /** The RFC section or Cloudflare rule it is based on. */
  readonly source: string;
  /** One line for the docs. */
  readonly summary: string;
  /** The provider would answer a write with an error; holds for errors only. */
  readonly refused?: true;
  /** What it finds at a name depends on the records at that name alone, so a plan can only change it at its own names. */
  readonly local?: true;
  check(zone: ZoneView): Iterable<RuleFinding>;
}

/** An indexed zone. All methods are synchronous: what is unknown is `undefined`, never "missing". */
export interface ZoneView {
  readonly name: string;
  readonly sets: readonly RecordSet[];
  readonly rows: number;
  /** Row quota of the zone, if known. */
  readonly quota: number | undefined;
  /** The zone's plan at the provider, if known. */
  readonly plan: Zone['plan'] | undefined;
  ofType(type: string): readonly RecordSet[];
  at(name: string, type: string): RecordSet | undefined;
  typesAt(name: string): readonly RecordSet[];
  /**
   * The contents that a resolver would find, in normal form (MX without its priority); empty when there are none.
   * Names in the zone are answered from it, others from the answers that were given.
   */
  resolve(name: string, type: string): readonly string[] | undefined;
  /** Whether the name exists, with records of any type or as an empty non-terminal. */
  exists(name: string): boolean | undefined;
  /** The name whose records answer for this one: itself, or a wildcard; undefined for names that others answer for. */
  ownerOf(name: string): string | undefined;
}

/** A query for live DNS. */
export interface Question {
  readonly name: string;
  readonly type: string;
}

/** The contents, or that there is no such name at all (NXDOMAIN). */
export type Answer = readonly string[] | 'no such name';

/** `name type` → answer; a key that is absent is not known. */
type Answers = ReadonlyMap<string, Answer>;

interface Options {
  readonly quota?: number | undefined;
  readonly plan?: ZoneView['plan'];
  /** Answers of live DNS about names outside the zone; without any, nothing is asked. */
  readonly answers?: Answers;
}

/** `questions` are the unanswered queries; with their answers a second pass finds more. */
type ZoneViewWithQuestions = ZoneView & { readonly questions: ReadonlyMap<string, Question> };

export function zoneView(
  zone: string,
  sets: readonly RecordSet[],
  { quota, plan, answers }: Options = {},
): ZoneViewWithQuestions {
  const index = zoneIndex(sets);
  const byType = Map.groupBy(sets, (set) => set.type);
  // Lazy: a run with few rules does not need them.
  const names = lazy(() => namesAndParents(zone, index));
  const cuts = new Set((byType.get('NS') ?? []).map((set) => set.name));
  const questions = new Map<string, Question>();

  const ask = (name: string, type: string): Answer | undefined => {
    if (!answers) return undefined;
    const key = keyOf({ name, type });
    const known = answers.get(key);
    if (!known) questions.set(key, { name, type });
    return known;
  };
  const ownerOf = (name: string): string | undefined => {
    if (!isBelow(name, zone) || delegationsOver(name, zone, cuts).length > 0) return undefined;
    return names().has(name) ? name : wildcardFor(name, zone, names());
  };
  const contents = (name: string, type: string): string[] | undefined =>
    index.get(name, type)?.values.map((value) => value.content ?? '');

  const resolve = (name: string, type: string, hops = 0): readonly string[] | undefined => {
    const owner = ownerOf(name);
    if (owner === undefined) {
      const answer = ask(name, type);
      return answer === 'no such name' ? [] : answer;
    }
    const direct = contents(owner, type);
    const cname = index.get(owner, 'CNAME')?.values[0];
    const flat = cname !== undefined && isFlattened(cname, owner === zone);
    if (type === 'CNAME') return flat ? [] : (direct ?? []);
    if (direct) return direct;
    if (cname?.content === undefined || (flat && type !== 'A' && type !== 'AAAA')) return [];
    return hops < 8 ? resolve(cname.content, type, hops + 1) : [];
  };

  return {
    name: zone,
    sets,
    rows: sets.reduce((sum, set) => sum + set.values.length, 0),
    quota,
    plan,
    ofType: (type) => byType.get(type) ?? [],
    at: index.get,
    typesAt: index.at,
    resolve,
    exists(name) {
      const owner = ownerOf(name);
      if (owner !== undefined) return names().has(owner);
      const answer = ask(name, 'A');
      return answer && answer !== 'no such name';
    },
    ownerOf,
    questions,
  };
}

/** The delegations at and above a name, nearest first; not counting the zone's own name servers. */
export function delegationsOver(name: string, zone: string, cuts: ReadonlySet<string>): string[] {
  const delegations: string[] = [];
  if (cuts.size > 0)
    for (let at = name; at !== zone && at.includes('.'); at = at.slice(at.indexOf('.') + 1))
      if (cuts.has(at)) delegations.push(at);
  return delegations;
}

/** Names that exist: those with records, and those between them and the zone (RFC 8020). */
export function namesAndParents(zone: string, { at, names }: ZoneIndex): Names {
  const between = new Set([zone]);
  const has = (name: string): boolean => between.has(name) || at(name).length > 0;
  for (const owner of names) {
    if (owner.indexOf('.') + 1 >= owner.length - zone.length) continue;
    for (let name = parentOf(owner); isBelow(name, zone) && !between.has(name); name = parentOf(name))
      between.add(name);
  }
  return { has };
}

const parentOf = (name: string): string => name.slice(name.indexOf('.') + 1);

interface Names {
  has(name: string): boolean;
}

/** The wildcard that stands in for a name that does not exist (RFC 4592), or the name itself. */
export function wildcardFor(name: string, zone: string, names: Names): string {
  let parent = name;
  while (parent !== zone && !names.has(parent)) parent = parent.slice(parent.indexOf('.') + 1);
  return names.has(`*.${parent}`) ? `*.${parent}` : name;
}

function lazy<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** Memoises a computation that several rules share, per zone view. */
export function memoPerZone<T>(make: (zone: ZoneView) => T): (zone: ZoneView) => T {
  const cache = new WeakMap<ZoneView, T>();
  return (zone) => {
    const cached = cache.get(zone);
    if (cached !== undefined) return cached;
    const value = make(zone);
    cache.set(zone, value);
    return value;
  };
}
