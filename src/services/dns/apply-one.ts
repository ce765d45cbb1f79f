import { conclude } from '../../core/dns/conclude.ts';
import type { PlannedZone } from '../../core/dns/planned-zone.ts';
import { standing, unsent } from '../../core/dns/standing.ts';
import type { ZoneResult } from '../../core/dns/zone-result.ts';
import { AppError } from '../../core/errors.ts';
import type { Lane } from '../../ports/apis.ts';
import type { CommandContext, Journal } from '../context.ts';
import { shouldRetry } from '../tried-again.ts';
import { applyZone } from './apply-zone.ts';
import { homeOf } from './homes.ts';
import { keepReading } from './keep-reading.ts';
import { lookAgain } from './look-again.ts';
import type { Checkpoints } from './run-zones.ts';

/**
 * One zone of a plan. One that has its result keeps it. What may pass by itself is thrown as long as there will be
 * another attempt; then it is a result like any other, and so is what is our own fault: the other zones keep theirs.
 */
export async function applyOne(
  ctx: CommandContext,
  plan: PlannedZone,
  checkpoints: Checkpoints,
  how: Pick<Journal, 'lastTry' | 'outOfTime'> & { readonly alone: boolean; readonly lane: Lane },
): Promise<void> {
  const { zone } = plan;
  const { lastTry, alone, lane } = how;
  const before = checkpoints.of(zone);
  if (before?.result) return;
  const keep = async (result: ZoneResult) => {
    const step = { ...unsent, ...checkpoints.of(zone), result };
    if (alone && !result.again) checkpoints.note(zone, step);
    else await checkpoints.keep(zone, step);
  };
  try {
    const home = await homeOf(ctx, ctx.actor.teamId, zone, lane);
    const seen = (when: 'before' | 'after', sets: Parameters<typeof keepReading>[2]) =>
      keepReading(ctx, zone, sets, when);
    const checkpoint = (sent: Parameters<Checkpoints['keep']>[1]) => checkpoints.keep(zone, sent);
    await keep(await applyZone({ home, plan, sent: before, lastTry, seen, checkpoint }));
  } catch (error) {
    if (error instanceof AppError && shouldRetry(error, how)) throw error;
    // Of a zone that is not begun it says nothing; where there is but one, it is all there is to say.
    if (error instanceof AppError && error.code === 'rate_limited' && !alone && !checkpoints.of(zone)) throw error;
    const why =
      error instanceof AppError
        ? error.message
        : `Something went wrong on our side (reference \`${ctx.reference(error)}\`).`;
    await keep(conclude(plan, standing(plan, checkpoints.of(zone) ?? unsent), { why, unread: 'for now' }));
  }
}

/** What was begun and is not known to the end is looked at once more; after the last look it stays as it is known. */
export async function lookAtOne(
  ctx: CommandContext,
  plan: PlannedZone,
  checkpoints: Checkpoints,
  { lastTry }: Pick<Journal, 'lastTry'>,
): Promise<void> {
  const before = checkpoints.of(plan.zone);
  if (!before || (before.result && !before.result.again)) return;
  const seen = await lookAgain(ctx, plan, before);
  if (!seen && before.result && !lastTry) return;
  const unseen = () => conclude(plan, standing(plan, before), { unread: lastTry ? 'for good' : 'for now' });
  await checkpoints.keep(plan.zone, { ...before, result: seen ?? unseen() });
}
