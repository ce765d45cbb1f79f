import type { RecordSet } from '../../../domain/dns/model/record.ts';
import type { PlannedZone } from '../../../domain/dns/plan/planned-zone.ts';
import { reconcile, type WriteProgress } from '../../../domain/dns/plan/reconcile.ts';
import { describeZoneOutcome, type ZoneResult } from '../../../domain/dns/plan/zone-result.ts';
import type { CommandContext } from '../../../engine/context.ts';
import { AppError } from '../../../lib/errors.ts';
import { providerOf } from './providers.ts';
import { recordSnapshot } from './record-snapshot.ts';

const maxSnapshots = 10;

/** The outcome of a zone that could not be read back before; undefined if it still cannot. Writes nothing. */
export async function recheckZone(
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
