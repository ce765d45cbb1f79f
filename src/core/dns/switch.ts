import { AppError } from '../errors.ts';
import type { Proposal } from '../plan.ts';
import { isAddition } from './delta.ts';
import { planSet } from './intent.ts';
import { displayName } from './name.ts';
import { presentation } from './presentation.ts';
import type { Change, RecordSet, ZonePlan } from './record.ts';

/** What the card of a switch says instead of the words of any other change. */
export function switchWords(
  zones: readonly ZonePlan[],
  way: 'over' | 'back',
): Pick<Proposal, 'title' | 'undoLabel'> | undefined {
  const changes = zones.flatMap((zone) => zone.changes);
  const [first] = changes;
  if (!first || changes.every(isAddition)) return undefined;
  const [was, is] = [sideOf(changes, 'before'), sideOf(changes, 'after')];
  const again = way === 'over' ? `Switch back to ${was}` : `Switch to ${was} again`;
  return {
    title: `Switch ${displayName(first.name)} ${way === 'over' ? '' : 'back '}from ${was} to ${is}`,
    undoLabel: again,
  };
}

const sideOf = (changes: readonly Change[], side: 'before' | 'after'): string =>
  changes.flatMap((change) => valuesOf(change[side])).join(', ') || 'nothing';

const valuesOf = (set: RecordSet | undefined): string[] =>
  set?.values.map((value) => presentation(set.type, value)) ?? [];

/** Only what exists can be switched. Throws `not_found` where neither the record nor one in its place is there. */
export function planSwitch(current: readonly RecordSet[], wish: Parameters<typeof planSet>[1]): ZonePlan {
  const plan = planSet(current, wish);
  if (plan.changes.length > 0 && plan.changes.every(({ before }) => !before))
    throw new AppError('not_found', `${displayName(wish.name)} has no ${wish.type} record that could be switched.`, {
      hint: '`/litemail dns list` shows what exists; `/litemail dns add` makes a new record.',
    });
  return plan;
}
