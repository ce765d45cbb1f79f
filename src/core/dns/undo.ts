import { adopt, zonePlan } from './plan.ts';
import type { Change, ZonePlan } from './record.ts';

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
