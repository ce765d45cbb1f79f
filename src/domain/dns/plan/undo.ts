import { diffValues } from '../model/diff-values.ts';
import { keyOf, rowKey, sameSet } from '../model/normalise.ts';
import type { Change, RecordSet, ZonePlan } from '../model/record.ts';
import { adoptIds, zonePlan } from './zone-plan.ts';

/**
 * The plan that reverts a plan: deleted rows are recreated (with new ids), changed ones restored, created ones deleted.
 * Unknown ids are resolved by `remaining` when the undo is applied.
 */
export function inverse(plan: ZonePlan): ZonePlan {
  const changes = plan.changes.map(({ name, type, before, after }): Change => {
    // Existing rows are changed back in place; deleted ones are recreated.
    return { name, type, ...(after && { before: after }), ...(before && { after: adoptIds(after, before) }) };
  });
  return zonePlan(plan.zone, changes);
}

/** Rebases an undo on the current zone: pure additions are removed even if others added values since. */
export function rebaseUndo<P extends ZonePlan>(plan: P, current: readonly RecordSet[]): P {
  const now = new Map(current.map((set) => [keyOf(set), set]));
  return { ...plan, changes: plan.changes.map((change) => withoutAdded(change, now.get(keyOf(change))) ?? change) };
}

function withoutAdded(change: Change, is: RecordSet | undefined): Change | undefined {
  if (!is || sameSet(is, change.before) || sameSet(is, change.after)) return undefined;
  const { removed, added, changed } = diffValues(change);
  if (added.length > 0 || changed.length > 0) return undefined;
  const removedRows = new Set(removed.map(rowKey));
  const values = is.values.filter((value) => !removedRows.has(rowKey(value)));
  if (values.length === 0 || is.values.length - values.length !== removed.length) return undefined;
  return { name: change.name, type: change.type, before: is, after: { ...is, values } };
}
