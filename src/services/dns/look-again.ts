import { conclude } from '../../core/dns/conclude.ts';
import type { PlannedZone } from '../../core/dns/planned-zone.ts';
import type { RecordSet } from '../../core/dns/record.ts';
import { type Sent, standing } from '../../core/dns/standing.ts';
import type { ZoneResult } from '../../core/dns/zone-result.ts';
import { AppError } from '../../core/errors.ts';
import type { CommandContext } from '../context.ts';
import { homeOf } from './homes.ts';
import { keepReading } from './keep-reading.ts';

const mostReadings = 10;

/** How a zone ended that could not be read then; undefined while it still cannot. Writes nothing. */
export async function lookAgain(ctx: CommandContext, plan: PlannedZone, sent: Sent): Promise<ZoneResult | undefined> {
  const told = (sets: readonly RecordSet[]) => conclude(plan, standing(plan, sent, sets));
  // Since somebody else saw it written, others may have changed it again, by way of this app too.
  for await (const sets of readingsSince(ctx, plan)) {
    const result = told(sets);
    if (result.status === 'applied' && !result.seen) return result;
  }
  try {
    return told(await readNow(ctx, plan));
  } catch (error) {
    if (error instanceof AppError) return undefined;
    throw error;
  }
}

/** What was seen after it was sent, each content once, oldest first. */
async function* readingsSince(
  { stores: { snapshots }, actor, request }: CommandContext,
  { zone }: PlannedZone,
): AsyncGenerator<readonly RecordSet[]> {
  const readings = await snapshots.readings({ teamId: actor.teamId, home: zone.home, zone: zone.name });
  const before = readings.findLastIndex((reading) => reading.request === request && reading.cause === 'before');
  const since = before < 0 ? [] : readings.slice(before + 1).filter((reading) => reading.request !== request);
  const distinct = new Map(since.map((reading) => [reading.content, reading]));
  for (const reading of [...distinct.values()].slice(0, mostReadings)) {
    const sets = await snapshots.sets(reading);
    if (sets) yield sets;
  }
}

async function readNow(ctx: CommandContext, { zone }: PlannedZone): Promise<readonly RecordSet[]> {
  const sets = await (await homeOf(ctx, ctx.actor.teamId, zone, 'apply')).list(zone);
  await keepReading(ctx, zone, sets, 'after');
  return sets;
}
