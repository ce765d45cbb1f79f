import type { RecordSet, Zone } from '../../core/dns/record.ts';
import { type SnapshotCause, snapshot } from '../../core/dns/snapshot.ts';
import type { CommandContext } from '../context.ts';

/** Keeps what was just read of a zone, so that people can look back and see what changed meanwhile. */
export const keepReading = (
  { stores, clock, actor, request }: CommandContext,
  zone: Zone,
  sets: readonly RecordSet[],
  cause: SnapshotCause,
): Promise<void> =>
  stores.snapshots.put(snapshot(actor.teamId, zone, sets, { at: clock.now(), cause, ...(request && { request }) }));
