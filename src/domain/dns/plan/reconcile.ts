import { keyOf, rowKey, sameRow, sameSet } from '../model/normalise.ts';
import type { Change, RecordSet, RecordValue, Zone, ZonePlan } from '../model/record.ts';
import { changeBatches, withPlaceholderIds } from './batch.ts';
import { conflictingTypes, restFingerprint } from './zone-plan.ts';

/** How far the writes of a plan have come, counted in calls (see `callsOf`). Stored in the journal. */
export interface WriteProgress {
  /** Calls confirmed by a successful response. */
  readonly answered: number;
  /** Calls attempted: one more than confirmed while the outcome of the last one is unknown. */
  readonly begun: number;
  /** Record sets (`keyOf`) that were in the desired state before our call: written by somebody else. */
  readonly already: readonly string[];
  /** How often the zone was read after the writes without showing them. */
  readonly looks?: number;
}

export const notStarted: WriteProgress = { answered: 0, begun: 0, already: [] };

/** The state of a plan's record sets, from the confirmed calls and the current zone. */
export interface Reconciliation {
  /** Written by us. A set written only in part is also in `pending`, and `after` is its current state. */
  readonly written: readonly Change[];
  /** In neither the existing nor the desired state, and we may have written them in between. */
  readonly unknown: readonly Change[];
  /** Those of `unknown` that were confirmed, while the zone shows nothing of them: the list may be late. */
  readonly unseen: readonly Change[];
  /** In the desired state without us. */
  readonly preexisting: readonly Change[];
  readonly pending: readonly Change[];
  /** Pending or unknown sets that somebody else changed since the plan: `before` as planned, `after` as now. */
  readonly conflicting: readonly Change[];
  /** Sets that somebody else changed after our write: `before` as written, `after` as now. */
  readonly overwritten: readonly Change[];
}

/** The changes of each call. Deterministic: independent of row ids. */
export function callsOf(plan: ZonePlan): Change[][] {
  const known = new Map(plan.changes.map((change) => [keyOf(change), change]));
  return changeBatches(withPlaceholderIds(plan)).map((changes) =>
    changes.flatMap((change) => known.get(keyOf(change)) ?? []),
  );
}

/** Without the current records only confirmed calls are known. */
export function reconcile(plan: ZonePlan, progress: WriteProgress, current?: readonly RecordSet[]): Reconciliation {
  const now = current && new Map(current.map((set) => [keyOf(set), set]));
  const preexistingKeys = new Set(progress.already);
  const calls = callsOf(plan).map((changes, index): CallState => {
    if (index >= progress.begun) return now ? reconcileUnsent(changes, now) : { pending: changes };
    const own = preexistingKeys.size === 0 ? changes : changes.filter((change) => !preexistingKeys.has(keyOf(change)));
    const preexisting =
      preexistingKeys.size === 0 ? [] : changes.filter((change) => preexistingKeys.has(keyOf(change)));
    if (index < progress.answered) return { ...confirmed(plan.zone, own, now), preexisting };
    if (!now) return { unknown: own, preexisting };
    const { preexisting: more = [], ...rest } =
      plan.zone.home === 'litemail' ? reconcileRows(own, now) : reconcileBatch(own, now);
    return { ...rest, preexisting: [...preexisting, ...more] };
  });
  const all = (key: keyof CallState) => calls.flatMap((one) => one[key] ?? []);
  const [written, unknown, pending] = [all('written'), all('unknown'), all('pending')];
  const writtenKeys = new Set(written.map(keyOf));
  const conflicts = current ? drift({ zone: plan.zone, changes: [...pending, ...unknown] }, current).conflicting : [];
  return {
    written,
    unknown,
    unseen: all('unseen'),
    pending,
    preexisting: all('preexisting'),
    conflicting: conflicts.filter((change) => !writtenKeys.has(keyOf(change))),
    overwritten: now ? written.flatMap((change) => changedSince(change, now.get(keyOf(change)))) : [],
  };
}

type Now = ReadonlyMap<string, RecordSet>;
type CallState = { readonly [K in 'written' | 'unknown' | 'unseen' | 'preexisting' | 'pending']?: readonly Change[] };

const isDone = (change: Change, now: Now): boolean => sameSet(now.get(keyOf(change)), change.after);
const isBefore = (change: Change, now: Now): boolean => sameSet(now.get(keyOf(change)), change.before);

const reconcileUnsent = (changes: readonly Change[], now: Now): CallState => {
  const { done: preexisting = [], pending = [] } = Object.groupBy(changes, (one) =>
    isDone(one, now) ? 'done' : 'pending',
  );
  return { preexisting, pending };
};

/**
 * A call that was answered. Where the zone is as before, to the row, the list may be late and nobody has changed anything:
 * what is there is evidence only once it shows our write or somebody else's.
 */
function confirmed(zone: Zone, changes: readonly Change[], now: Now | undefined): CallState {
  if (!now) return { written: changes };
  const shows = (change: Change) => isDone(change, now) || changedSincePlan(change, now.get(keyOf(change)));
  if (zone.home !== 'litemail' && changes.some(shows)) return { written: changes };
  const { written = [], unseen = [] } = Object.groupBy(changes, (one) => (shows(one) ? 'written' : 'unseen'));
  return { written, unknown: unseen, unseen };
}

/** Whether a row is new, changed or gone that our write does not account for: by content, id and time. */
function changedSincePlan({ before, after }: Change, is: RecordSet | undefined): boolean {
  const desired = new Set(after?.values.map(rowKey));
  const old = before?.values ?? [];
  const isNew = (row: RecordValue) =>
    !desired.has(rowKey(row)) &&
    !old.some((was) => sameId(was, row) && (isLater(was, row) || (sameRow(was, row) && !isLater(row, was))));
  const kept = old.filter(({ id }) => id !== undefined && after?.values.some((value) => value.id === id));
  const isGone = (was: RecordValue) => !is?.values.some((row) => sameId(was, row));
  return (is?.values ?? []).some(isNew) || kept.some(isGone);
}

/** Whether the list is older than the plan: it shows rows as they were before the plan was made. */
export function isOutdated({ changes }: ZonePlan, current: readonly RecordSet[]): boolean {
  const now = index(current);
  const rows = changes.flatMap((one) => now.get(keyOf(one))?.values ?? []);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return changes.some(({ before }) =>
    before?.values.some((was) => {
      const row = was.id === undefined ? undefined : byId.get(was.id);
      return row !== undefined && isLater(was, row);
    }),
  );
}

const sameId = (a: RecordValue, b: RecordValue): boolean => a.id === undefined || b.id === undefined || a.id === b.id;
const isLater = (a: RecordValue, b: RecordValue): boolean =>
  (a.modifiedOn ?? 0) > (b.modifiedOn ?? Number.POSITIVE_INFINITY);

/** An atomic call: if one set is unchanged, the call was not applied. */
function reconcileBatch(changes: readonly Change[], now: Now): CallState {
  if (changes.some((change) => isBefore(change, now))) return reconcileUnsent(changes, now);
  const gotThrough = changes.length === 0 || changes.some((change) => isDone(change, now));
  return gotThrough ? { written: changes } : { unknown: changes };
}

/** LiteMail writes row by row: a set that holds only rows of `before` and `after` was written in part. */
function reconcileRows(changes: readonly Change[], now: Now): CallState {
  const sorted = Object.groupBy(changes, (change) => {
    if (isDone(change, now)) return 'done';
    if (isBefore(change, now)) return 'before';
    const knownRows = new Set([...(change.before?.values ?? []), ...(change.after?.values ?? [])].map(rowKey));
    return (now.get(keyOf(change))?.values ?? []).every((value) => knownRows.has(rowKey(value))) ? 'halfWay' : 'other';
  });
  const { done = [], before = [], halfWay = [], other = [] } = sorted;
  const partly = halfWay.map(({ after: _, ...change }): Change => {
    const is = now.get(keyOf(change));
    return is ? { ...change, after: is } : change;
  });
  return { written: [...done, ...partly], pending: [...before, ...halfWay], unknown: other };
}

function changedSince({ name, type, after }: Change, is: RecordSet | undefined): Change[] {
  return sameSet(is, after) ? [] : [{ name, type, ...(after && { before: after }), ...(is && { after: is }) }];
}

/** How a zone changed since a plan was made. */
interface Drift {
  /** Record sets of the plan in neither the existing nor the desired state: `before` as planned, `after` as now. */
  readonly conflicting: readonly Change[];
  /** Other records of the zone changed; only known if the plan has `rest`. */
  readonly unrelated: boolean;
  /** The zone is already in the desired state. */
  readonly alreadyApplied: boolean;
}

export function drift(plan: ZonePlan & { readonly rest?: string }, current: readonly RecordSet[]): Drift {
  const now = index(current);
  const planned = new Set(plan.changes.map(keyOf));
  const done = (change: Change) => sameSet(now.get(keyOf(change)), change.after);
  const conflicting = plan.changes.flatMap((change): Change[] => {
    const is = now.get(keyOf(change));
    const conflicts = !done(change) && !sameSet(is, change.before);
    const rivals = change.after && !done(change) ? conflictingTypes(change.type) : [];
    const rival = rivals
      .map((type) => keyOf({ name: change.name, type }))
      .find((key) => now.has(key) && !planned.has(key));
    const blocked = rival === undefined ? undefined : now.get(rival);
    return [
      ...(conflicts
        ? [{ name: change.name, type: change.type, ...side('before', change.before), ...side('after', is) }]
        : []),
      ...(blocked ? [{ name: blocked.name, type: blocked.type, after: blocked }] : []),
    ];
  });
  return {
    conflicting,
    unrelated: plan.rest !== undefined && plan.rest !== restFingerprint(plan, current),
    alreadyApplied: plan.changes.every(done),
  };
}

const side = (key: 'before' | 'after', set: RecordSet | undefined): Partial<Change> => (set ? { [key]: set } : {});

const index = (sets: readonly RecordSet[]): Map<string, RecordSet> => new Map(sets.map((set) => [keyOf(set), set]));
