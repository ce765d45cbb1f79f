import type { RecordSet, Zone } from '../../../domain/dns/model/record.ts';
import { type SnapshotCause, snapshot } from '../../../domain/dns/model/snapshot.ts';
import type { CommandContext } from '../../context.ts';
import type { ResolvedZone } from './providers.ts';
import { zonesReadBy } from './zones-read.ts';

/** Stores a snapshot of a zone as just read, for history and external changes. */
export const recordSnapshot = async (
  { stores, clock, actor, request }: CommandContext,
  zone: Zone,
  sets: readonly RecordSet[],
  cause: SnapshotCause,
  at = clock.now(),
): Promise<void> =>
  stores.snapshots.put(snapshot(actor.teamId, zone, sets, { at, cause, ...(request && { request }) }));

/** Reads the current records of a zone. The snapshot is stored in the background. */
export async function readZone(
  ctx: CommandContext,
  { provider, zone }: ResolvedZone,
  cause: 'plan' | 'look' = 'look',
): Promise<readonly RecordSet[]> {
  const sets = await provider.list(zone);
  zonesReadBy(ctx).set(zone.id, sets);
  const at = ctx.clock.now();
  const record = () => recordSnapshot(ctx, zone, sets, cause, at).catch((error: unknown) => ctx.reference(error));
  ctx.clock.after(0, () => void record());
  return sets;
}
