import type { RecordSet, Zone } from '../../core/dns/record.ts';
import { type SnapshotCause, snapshot } from '../../core/dns/snapshot.ts';
import type { CommandContext } from '../context.ts';
import type { Place } from './homes.ts';

/** Keeps what was just read of a zone, so that people can look back and see what changed meanwhile. */
export const keepReading = async (
  { stores, clock, actor, request }: CommandContext,
  zone: Zone,
  sets: readonly RecordSet[],
  cause: SnapshotCause,
  at = clock.now(),
): Promise<void> =>
  stores.snapshots.put(snapshot(actor.teamId, zone, sets, { at, cause, ...(request && { request }) }));

/** The records of a zone as they are now. They are kept too, but after the answer: nobody waits for that. */
export async function readZone(
  ctx: CommandContext,
  { home, zone }: Place,
  cause: 'plan' | 'look' = 'look',
): Promise<readonly RecordSet[]> {
  const sets = await home.list(zone);
  const at = ctx.clock.now();
  const keep = () => keepReading(ctx, zone, sets, cause, at).catch((error: unknown) => ctx.reference(error));
  ctx.clock.after(0, () => void keep());
  return sets;
}
