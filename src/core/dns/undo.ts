import { keyOf } from './normalise.ts';
import { adopt, zonePlan } from './plan.ts';
import type { Change, RecordSet, ZonePlan } from './record.ts';

/**
 * The plan that undoes a plan: what was deleted is made again (with new ids), what was changed is restored, what was made
 * is deleted. `after` is the zone as read after the apply; without it `remaining` finds the ids when the undo is applied.
 */
export function inverse(plan: ZonePlan, after?: readonly RecordSet[]): ZonePlan {
  const now = after && new Map(after.map((set) => [keyOf(set), set]));
  const changes = plan.changes.map((change): Change => {
    const left = now ? now.get(keyOf(change)) : change.after;
    const { name, type, before } = change;
    // A row that still exists is changed back in place; one that was deleted is made again.
    return { name, type, ...(left ? { before: left } : {}), ...(before ? { after: adopt(left, before) } : {}) };
  });
  return zonePlan(plan.zone, changes);
}
