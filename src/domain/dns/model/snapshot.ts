import { restFingerprint } from '../plan/zone-plan.ts';
import type { ProviderName, RecordSet, Zone } from './record.ts';

/** Why a zone was read: to show it, to make a plan, or before or after applying one. */
export type SnapshotCause = (typeof snapshotCauses)[number];
export const snapshotCauses = ['look', 'plan', 'before', 'after'] as const;

/** Metadata of a snapshot: that a zone was read, and a hash of its content. */
export interface SnapshotInfo {
  readonly teamId: string;
  readonly home: ProviderName;
  /** The zone's name. */
  readonly zone: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly cause: SnapshotCause;
  /** The request that was applied. */
  readonly request?: string;
  /** Equal for equal records, independent of order and ids. */
  readonly content: string;
}

/** A zone as read at one moment. */
export interface Snapshot extends SnapshotInfo {
  readonly sets: readonly RecordSet[];
}

/** How long snapshots are kept. */
const snapshotDays = 90;

export function snapshot(
  teamId: string,
  zone: Zone,
  sets: readonly RecordSet[],
  info: Pick<SnapshotInfo, 'at' | 'cause' | 'request'>,
): Snapshot {
  const content = restFingerprint({ zone, changes: [] }, sets);
  return { teamId, home: zone.home, zone: zone.name, ...info, content, sets };
}

/** The records as stored: without ids and times, which change when a row is recreated and are not needed later. */
export const contentText = (sets: readonly RecordSet[]): string =>
  `[${sets.map((set) => JSON.stringify({ ...set, values: set.values.map(({ id: _, modifiedOn: __, ...value }) => value) })).join()}]`;

/**
 * Snapshots to retain at `now`, oldest first: those of the last 90 days, and the newest before them as the starting
 * point.
 */
export function retainedSnapshots(snapshots: readonly SnapshotInfo[], now: number): readonly SnapshotInfo[] {
  const begin = now - snapshotDays * 86_400_000;
  const first = snapshots.findIndex(({ at }) => at >= begin);
  return snapshots.slice(Math.max(0, (first < 0 ? snapshots.length : first) - 1));
}
