import { parts } from './batch.ts';
import { drift, withIds } from './drift.ts';
import { keyOf, rowKey, sameSet } from './normalise.ts';
import type { Change, RecordSet, ZonePlan } from './record.ts';

/** How far the sending of a plan is, counted in calls (see `callsOf`). */
export interface Sent {
  /** So many were answered with success. */
  readonly answered: number;
  /** So many were sent, or may have been: one more than were answered while nobody knows what became of it. */
  readonly begun: number;
  /** Record sets (`keyOf`) that were as wished before the call that would have made them so: somebody else's work. */
  readonly already: readonly string[];
}

export const unsent: Sent = { answered: 0, begun: 0, already: [] };

/** Where the record sets of a plan stand: told by what was answered, and by what the zone says now. */
export interface Standing {
  /** By us. Where only some rows of a set are, it is among `left` too, and `after` is the set as it is. */
  readonly written: readonly Change[];
  /** They say neither what they said nor what they shall say, and we may have written them in between. */
  readonly unknown: readonly Change[];
  /** As wished without us. */
  readonly already: readonly Change[];
  readonly left: readonly Change[];
  /** Of what is left or unknown: what somebody changed since the plan was made, as planned on and as it is. */
  readonly drifted: readonly Change[];
  /** What somebody changed since we wrote it: as written, and as it is. */
  readonly overtaken: readonly Change[];
}

/** The changes of each call, the same at every time: ids, which come and go, do not count. */
export function callsOf(plan: ZonePlan): Change[][] {
  const known = new Map(plan.changes.map((change) => [keyOf(change), change]));
  return parts(withIds(plan)).map((changes) => changes.flatMap((change) => known.get(keyOf(change)) ?? []));
}

/** Without a reading only what was answered is known. */
export function standing(plan: ZonePlan, sent: Sent, current?: readonly RecordSet[]): Standing {
  const now = current && new Map(current.map((set) => [keyOf(set), set]));
  const foreign = new Set(sent.already);
  const found = callsOf(plan).map((changes, index): Found => {
    if (index >= sent.begun) return now ? notSent(changes, now) : { left: changes };
    const ours = foreign.size === 0 ? changes : changes.filter((change) => !foreign.has(keyOf(change)));
    const already = foreign.size === 0 ? [] : changes.filter((change) => foreign.has(keyOf(change)));
    if (index < sent.answered) return { written: ours, already };
    if (!now) return { unknown: ours, already };
    const { already: more = [], ...rest } = plan.zone.home === 'litemail' ? rowByRow(ours, now) : atOnce(ours, now);
    return { ...rest, already: [...already, ...more] };
  });
  const all = (key: keyof Found) => found.flatMap((one) => one[key] ?? []);
  const [written, unknown, left] = [all('written'), all('unknown'), all('left')];
  const begun = new Set(written.map(keyOf));
  const moved = current ? drift({ zone: plan.zone, changes: [...left, ...unknown] }, current).touched : [];
  return {
    written,
    unknown,
    left,
    already: all('already'),
    drifted: moved.filter((change) => !begun.has(keyOf(change))),
    overtaken: now ? written.flatMap((change) => changedSince(change, now.get(keyOf(change)))) : [],
  };
}

type Now = ReadonlyMap<string, RecordSet>;
type Found = { readonly [K in 'written' | 'unknown' | 'already' | 'left']?: readonly Change[] };

const isDone = (change: Change, now: Now): boolean => sameSet(now.get(keyOf(change)), change.after);
const isBefore = (change: Change, now: Now): boolean => sameSet(now.get(keyOf(change)), change.before);

const notSent = (changes: readonly Change[], now: Now): Found => {
  const { done: already = [], left = [] } = Object.groupBy(changes, (one) => (isDone(one, now) ? 'done' : 'left'));
  return { already, left };
};

/** A call that takes all or nothing: one set that is as before tells that it did not get through. */
function atOnce(changes: readonly Change[], now: Now): Found {
  if (changes.some((change) => isBefore(change, now))) return notSent(changes, now);
  const seen = changes.length === 0 || changes.some((change) => isDone(change, now));
  return seen ? { written: changes } : { unknown: changes };
}

/** LiteMail takes one row after the other: a set that holds rows of before and after only is one that we were at. */
function rowByRow(changes: readonly Change[], now: Now): Found {
  const sorted = Object.groupBy(changes, (change) => {
    if (isDone(change, now)) return 'done';
    if (isBefore(change, now)) return 'before';
    const ours = new Set([...(change.before?.values ?? []), ...(change.after?.values ?? [])].map(rowKey));
    return (now.get(keyOf(change))?.values ?? []).every((value) => ours.has(rowKey(value))) ? 'halfWay' : 'other';
  });
  const { done = [], before = [], halfWay = [], other = [] } = sorted;
  const soFar = halfWay.map(({ after: _, ...change }): Change => {
    const is = now.get(keyOf(change));
    return is ? { ...change, after: is } : change;
  });
  return { written: [...done, ...soFar], left: [...before, ...halfWay], unknown: other };
}

function changedSince({ name, type, after }: Change, is: RecordSet | undefined): Change[] {
  return sameSet(is, after) ? [] : [{ name, type, ...(after && { before: after }), ...(is && { after: is }) }];
}
