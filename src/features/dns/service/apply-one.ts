import type { PlannedZone } from '../../../domain/dns/plan/planned-zone.ts';
import { notStarted, reconcile } from '../../../domain/dns/plan/reconcile.ts';
import { describeZoneOutcome, type ZoneResult } from '../../../domain/dns/plan/zone-result.ts';
import { shouldRetry } from '../../../engine/approvals/execute/should-retry.ts';
import type { CommandContext, Journal } from '../../../engine/context.ts';
import { AppError } from '../../../lib/errors.ts';
import type { Lane } from '../../../ports/apis.ts';
import { applyZone } from './apply-zone.ts';
import { providerOf } from './providers.ts';
import { recheckZone } from './recheck-zones.ts';
import { recordSnapshot } from './record-snapshot.ts';
import type { Checkpoints } from './run-zones.ts';

/**
 * Applies one zone of a plan, unless it has a result already. Transient errors are thrown while there are attempts left;
 * after that they become a result, and so do our own bugs, so that other zones keep theirs.
 */
export async function applyOne(
  ctx: CommandContext,
  plan: PlannedZone,
  checkpoints: Checkpoints,
  options: Pick<Journal, 'lastTry' | 'outOfTime'> & { readonly alone: boolean; readonly lane: Lane },
): Promise<void> {
  const { zone } = plan;
  const { lastTry, alone, lane } = options;
  const before = checkpoints.of(zone);
  if (before?.result) return;
  const save = async (result: ZoneResult) => {
    // The outcome of the only zone follows at once.
    const lazily = alone && !result.again;
    await checkpoints.save(zone, { ...notStarted, ...checkpoints.of(zone), result }, { lazily });
  };
  try {
    const provider = await providerOf(ctx, ctx.actor.teamId, zone, lane);
    const seen = (when: 'before' | 'after', sets: Parameters<typeof recordSnapshot>[2]) =>
      recordSnapshot(ctx, zone, sets, when);
    const checkpoint: Parameters<typeof applyZone>[0]['checkpoint'] = (sent, write) =>
      checkpoints.save(zone, sent, write);
    await save(await applyZone({ provider, plan, progress: before, lastTry, recordSnapshot: seen, checkpoint }));
  } catch (error) {
    if (error instanceof AppError && shouldRetry(error, options)) throw error;
    // Rate limiting is no result for a zone that was not started, unless it is the only one.
    if (error instanceof AppError && error.code === 'rate_limited' && !alone && !checkpoints.of(zone)) throw error;
    const why =
      error instanceof AppError
        ? error.message
        : `Something went wrong on our side (reference \`${ctx.reference(error)}\`).`;
    await save(
      describeZoneOutcome(plan, reconcile(plan, checkpoints.of(zone) ?? notStarted), { why, unread: 'for now' }),
    );
  }
}

/** Rechecks a zone whose outcome is not known; after the last attempt the known state is final. */
export async function recheckOne(
  ctx: CommandContext,
  plan: PlannedZone,
  checkpoints: Checkpoints,
  { lastTry }: Pick<Journal, 'lastTry'>,
): Promise<void> {
  const before = checkpoints.of(plan.zone);
  if (!before || (before.result && !before.result.again)) return;
  const result = await recheckZone(ctx, plan, before);
  if (!result && before.result && !lastTry) return;
  const unverified = () =>
    describeZoneOutcome(plan, reconcile(plan, before), { unread: lastTry ? 'for good' : 'for now' });
  await checkpoints.save(plan.zone, { ...before, result: result ?? unverified() });
}
