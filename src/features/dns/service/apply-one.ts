import type { RecordSet } from '../../../domain/dns/model/record.ts';
import type { PlannedZone } from '../../../domain/dns/plan/planned-zone.ts';
import { notStarted, reconcile, type WriteProgress } from '../../../domain/dns/plan/reconcile.ts';
import { describeZoneOutcome, type ZoneResult } from '../../../domain/dns/plan/zone-result.ts';
import { shouldRetry } from '../../../engine/approvals/execute/apply-request.ts';
import { AppError } from '../../../lib/errors.ts';
import type { Lane } from '../../../ports/apis.ts';
import type { CommandContext, Journal } from '../../product-context.ts';
import { applyZone } from './apply-zone.ts';
import { providerOf, recordSnapshot } from './providers.ts';
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

const maxSnapshots = 10;

/** The outcome of a zone that could not be read back before; undefined if it still cannot. Writes nothing. */
async function recheckZone(
  ctx: CommandContext,
  plan: PlannedZone,
  progress: WriteProgress,
): Promise<ZoneResult | undefined> {
  const outcomeFor = (sets: readonly RecordSet[]) => describeZoneOutcome(plan, reconcile(plan, progress, sets));
  // An intermediate snapshot may show our write even if it was changed again since.
  for await (const sets of snapshotsSince(ctx, plan)) {
    const result = outcomeFor(sets);
    if (result.status === 'applied' && !result.seen) return result;
  }
  try {
    return outcomeFor(await readNow(ctx, plan));
  } catch (error) {
    if (error instanceof AppError) return undefined;
    throw error;
  }
}

/** Snapshots since the write, each content once, oldest first. */
async function* snapshotsSince(
  { stores: { snapshots }, actor, request }: CommandContext,
  { zone }: PlannedZone,
): AsyncGenerator<readonly RecordSet[]> {
  const history = await snapshots.readings({ teamId: actor.teamId, home: zone.home, zone: zone.name });
  const before = history.findLastIndex((snapshot) => snapshot.request === request && snapshot.cause === 'before');
  const since = before < 0 ? [] : history.slice(before + 1).filter((snapshot) => snapshot.request !== request);
  const distinct = new Map(since.map((snapshot) => [snapshot.content, snapshot]));
  for (const snapshot of [...distinct.values()].slice(0, maxSnapshots)) {
    const sets = await snapshots.sets(snapshot);
    if (sets) yield sets;
  }
}

async function readNow(ctx: CommandContext, { zone }: PlannedZone): Promise<readonly RecordSet[]> {
  const sets = await (await providerOf(ctx, ctx.actor.teamId, zone, 'apply')).list(zone);
  await recordSnapshot(ctx, zone, sets, 'after');
  return sets;
}
