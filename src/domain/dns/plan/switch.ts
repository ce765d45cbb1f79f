import { AppError } from '../../../lib/errors.ts';
import type { Proposal } from '../../proposal.ts';
import { isAddition } from '../model/diff-values.ts';
import { displayName } from '../model/name.ts';
import { presentation } from '../model/presentation.ts';
import type { Change, RecordSet, ZonePlan } from '../model/record.ts';
import { planSet } from './edit-records.ts';

/** Title and undo label of a switch, in place of the generic ones. */
export function describeSwitch(
  zones: readonly ZonePlan[],
  direction: 'over' | 'back',
): Pick<Proposal, 'title' | 'undoLabel'> | undefined {
  const changes = zones.flatMap((zone) => zone.changes);
  const [first] = changes;
  if (!first || changes.every(isAddition)) return undefined;
  const [was, is] = [sideOf(changes, 'before'), sideOf(changes, 'after')];
  const undoLabel = direction === 'over' ? `Switch back to ${was}` : `Switch to ${was} again`;
  return {
    title: `Switch ${displayName(first.name)} ${direction === 'over' ? '' : 'back '}from ${was} to ${is}`,
    undoLabel,
  };
}

const sideOf = (changes: readonly Change[], side: 'before' | 'after'): string =>
  changes.flatMap((change) => valuesOf(change[side])).join(', ') || 'nothing';

const valuesOf = (set: RecordSet | undefined): string[] =>
  set?.values.map((value) => presentation(set.type, value)) ?? [];

/** Only existing records can be switched. Throws `not_found` if there is neither the record nor one it would replace. */
export function planSwitch(current: readonly RecordSet[], input: Parameters<typeof planSet>[1]): ZonePlan {
  const plan = planSet(current, input);
  if (plan.changes.length > 0 && plan.changes.every(({ before }) => !before))
    throw new AppError('not_found', `${displayName(input.name)} has no ${input.type} record that could be switched.`, {
      hint: '`/litemail dns list` shows what exists; `/litemail dns add` makes a new record.',
    });
  return plan;
}
