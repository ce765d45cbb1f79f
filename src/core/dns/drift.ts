import { sha256 } from '../json.ts';
import { keyOf, sameSet, setKey, valueKey } from './normalise.ts';
import { adopt, rivalTypes } from './plan.ts';
import type { Change, RecordSet, RecordValue, ZonePlan } from './record.ts';

/** What happened to a zone since a plan was made. */
export interface Drift {
  /** Record sets of the plan that are neither as they were nor as they shall be: `before` as planned on, `after` as now. */
  readonly touched: readonly Change[];
  /** Something else in the zone changed; only known when the plan kept `rest`. */
  readonly unrelated: boolean;
  /** Everything that the plan wants is so already. */
  readonly alreadyApplied: boolean;
}

export function drift(plan: ZonePlan & { readonly rest?: string }, current: readonly RecordSet[]): Drift {
  const now = index(current);
  const wanted = new Set(plan.changes.map(keyOf));
  const done = (change: Change) => sameSet(now.get(keyOf(change)), change.after);
  const touched = plan.changes.flatMap((change): Change[] => {
    const is = now.get(keyOf(change));
    const moved = !done(change) && !sameSet(is, change.before);
    const rivals = change.after && !done(change) ? rivalTypes(change.type) : [];
    const rival = rivals
      .map((type) => keyOf({ name: change.name, type }))
      .find((key) => now.has(key) && !wanted.has(key));
    const blocked = rival === undefined ? undefined : now.get(rival);
    return [
      ...(moved
        ? [{ name: change.name, type: change.type, ...side('before', change.before), ...side('after', is) }]
        : []),
      ...(blocked ? [{ name: blocked.name, type: blocked.type, after: blocked }] : []),
    ];
  });
  return {
    touched,
    unrelated: plan.rest !== undefined && plan.rest !== untouched(plan, current),
    alreadyApplied: plan.changes.every(done),
  };
}

const side = (key: 'before' | 'after', set: RecordSet | undefined): Partial<Change> => (set ? { [key]: set } : {});

/**
 * What is still to be done of a plan, with the ids that the rows have now: ids change when a row is made again, and the
 * plan that undoes a creation cannot know them. Only for a plan whose touched sets have not drifted.
 */
export function remaining<P extends ZonePlan>(plan: P, current: readonly RecordSet[]): P {
  const now = index(current);
  const changes = plan.changes.flatMap((change): Change[] => {
    const is = now.get(keyOf(change));
    if (sameSet(is, change.after)) return [];
    const { before: _, after, ...owner } = change;
    return [{ ...owner, ...side('before', is), ...side('after', after && renewed(change.before, is, after)) }];
  });
  return { ...plan, changes };
}

/** The plan as if all its rows had ids: an undo does not know all of them yet, and for counting rows any will do. */
export function withIds<P extends ZonePlan>(plan: P): P {
  const current = plan.changes.flatMap(({ before }) =>
    before ? { ...before, values: before.values.map((value, index) => ({ id: `row ${index}`, ...value })) } : [],
  );
  return remaining(plan, current);
}

/** The pairs of the plan are kept where it made any: the row that was `old` is found again by what it says. */
function renewed(before: RecordSet | undefined, now: RecordSet | undefined, after: RecordSet): RecordSet {
  if (!now) return adopt(undefined, after);
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

/** A fingerprint of everything in the zone that the plan does not touch, whatever the order and the ids. */
export function untouched(plan: ZonePlan, current: readonly RecordSet[]): string {
  const touched = new Set(plan.changes.map(keyOf));
  const lines = linesOf(current);
  const kept = touched.size === 0 ? lines : lines.filter((line) => !touched.has(line.slice(0, line.indexOf('\t'))));
  return sha256(kept.join('\n'));
}

const linesRead = new WeakMap<readonly RecordSet[], readonly string[]>();

/** One line for each record set, in one order. Worked out once for each reading, because it is asked for twice. */
function linesOf(sets: readonly RecordSet[]): readonly string[] {
  const known = linesRead.get(sets);
  if (known) return known;
  const lines = sets.map((set) => `${keyOf(set)}\t${setKey(set)}`).sort();
  linesRead.set(sets, lines);
  return lines;
}

const index = (sets: readonly RecordSet[]): Map<string, RecordSet> => new Map(sets.map((set) => [keyOf(set), set]));
