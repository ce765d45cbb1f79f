import { sha256 } from '../../../lib/json.ts';
import { keyOf, sameSet, setKey, valueKey } from '../model/normalise.ts';
import type { Change, RecordSet, RecordValue, ZonePlan } from '../model/record.ts';
import { adoptIds, conflictingTypes } from './zone-plan.ts';

/** How a zone changed since a plan was made. */
export interface Drift {
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
    const drifted = !done(change) && !sameSet(is, change.before);
    const rivals = change.after && !done(change) ? conflictingTypes(change.type) : [];
    const rival = rivals
      .map((type) => keyOf({ name: change.name, type }))
      .find((key) => now.has(key) && !planned.has(key));
    const blocked = rival === undefined ? undefined : now.get(rival);
    return [
      ...(drifted
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

/**
 * The pending changes of a plan, with current row ids: ids change when a row is recreated, and an undo plan cannot know
 * them. Only for a plan without conflicts.
 */
export function remaining<P extends ZonePlan>(plan: P, current: readonly RecordSet[]): P {
  const now = index(current);
  const changes = plan.changes.flatMap((change): Change[] => {
    const is = now.get(keyOf(change));
    if (sameSet(is, change.after)) return [];
    const { before: _, after, ...owner } = change;
    return [{ ...owner, ...side('before', is), ...side('after', after && rebindIds(change.before, is, after)) }];
  });
  return { ...plan, changes };
}

/** The plan with placeholder ids where they are unknown (undo plans): good enough for counting rows. */
export function withPlaceholderIds<P extends ZonePlan>(plan: P): P {
  const current = plan.changes.flatMap(({ before }) =>
    before ? { ...before, values: before.values.map((value, index) => ({ id: `row ${index}`, ...value })) } : [],
  );
  return remaining(plan, current);
}

/** Keeps the plan's pairing of old and new values: the old row is found by its content. */
function rebindIds(before: RecordSet | undefined, now: RecordSet | undefined, after: RecordSet): RecordSet {
  if (!now) return adoptIds(undefined, after);
  const was = new Map(before?.values.map((value) => [value.id, value]));
  const is = new Map(now.values.map((value) => [valueKey(value), value]));
  const values = after.values.map((value): RecordValue => {
    const { id, ...bare } = value;
    const old = id === undefined ? undefined : was.get(id);
    const row = is.get(valueKey(old ?? value));
    return row?.id === undefined ? bare : { ...bare, id: row.id };
  });
  return { ...after, values };
}

/** Fingerprint of all records the plan does not touch, independent of order and ids. */
export function restFingerprint(plan: ZonePlan, current: readonly RecordSet[]): string {
  const planned = new Set(plan.changes.map(keyOf));
  const lines = linesOf(current);
  const restLines =
    planned.size === 0 ? lines : lines.filter((line) => !planned.has(line.slice(0, line.indexOf('\t'))));
  return sha256(restLines.join('\n'));
}

const linesRead = new WeakMap<readonly RecordSet[], readonly string[]>();

/** One line per record set, sorted. Cached per snapshot, because it is used twice. */
function linesOf(sets: readonly RecordSet[]): readonly string[] {
  const known = linesRead.get(sets);
  if (known) return known;
  const lines = sets.map((set) => `${keyOf(set)}\t${setKey(set)}`).sort();
  linesRead.set(sets, lines);
  return lines;
}

const index = (sets: readonly RecordSet[]): Map<string, RecordSet> => new Map(sets.map((set) => [keyOf(set), set]));
