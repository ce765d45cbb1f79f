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
    return { name, type, ...(left ? { before: left } : {}), ...(before ? { after: restored(before, left) } : {}) };
  });
  return zonePlan(plan.zone, changes);
}

/** A row that still exists keeps its id; one that was deleted will be made again. */
function restored(before: RecordSet, left: RecordSet | undefined): RecordSet {
  const ids = new Set(left?.values.map((value) => value.id));
  const known = before.values.filter((value) => value.id !== undefined && ids.has(value.id));
  if (known.length === 0) return adopt(left, before);
  const values = before.values.map((value) => {
    if (known.includes(value)) return value;
    const { id: _, ...bare } = value;
    return bare;
  });
  return { ...before, values };
}
