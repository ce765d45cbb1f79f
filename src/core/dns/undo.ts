import { delta } from './delta.ts';
import { keyOf, rowKey, sameSet } from './normalise.ts';
import { adopt, zonePlan } from './plan.ts';
import type { Change, RecordSet, ZonePlan } from './record.ts';

/**
 * The plan that undoes a plan: what was deleted is made again (with new ids), what was changed is restored, what was made
 * is deleted. Ids that it cannot know, `remaining` finds when the undo is applied.
 */
export function inverse(plan: ZonePlan): ZonePlan {
  const changes = plan.changes.map(({ name, type, before, after }): Change => {
    // A row that still exists is changed back in place; one that was deleted is made again.
    return { name, type, ...(after && { before: after }), ...(before && { after: adopt(after, before) }) };
  });
  return zonePlan(plan.zone, changes);
}

/** What was merely added is taken away again from among what others added since; everything else stays as it was planned. */
export function amongOthers<P extends ZonePlan>(plan: P, current: readonly RecordSet[]): P {
  const now = new Map(current.map((set) => [keyOf(set), set]));
  return { ...plan, changes: plan.changes.map((change) => takenAway(change, now.get(keyOf(change))) ?? change) };
}

function takenAway(change: Change, is: RecordSet | undefined): Change | undefined {
  if (!is || sameSet(is, change.before) || sameSet(is, change.after)) return undefined;
  const { removed, added, changed } = delta(change);
  if (added.length > 0 || changed.length > 0) return undefined;
  const gone = new Set(removed.map(rowKey));
  const values = is.values.filter((value) => !gone.has(rowKey(value)));
  if (values.length === 0 || is.values.length - values.length !== removed.length) return undefined;
  return { name: change.name, type: change.type, before: is, after: { ...is, values } };
}
