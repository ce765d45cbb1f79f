import { untouched } from './drift.ts';
import type { Home, RecordSet, Zone } from './record.ts';

/** Why a zone was read: to show it, for a plan, before a plan was written, or once something of it was. */
export type SnapshotCause = (typeof snapshotCauses)[number];
export const snapshotCauses = ['look', 'plan', 'before', 'after'] as const;

/** That a zone was read, and which of its contents was found. */
export interface Reading {
  readonly teamId: string;
  readonly home: Home;
  /** The zone's name. */
  readonly zone: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly cause: SnapshotCause;
  /** The request that was carried out. */
  readonly request?: string;
  /** Equal for equal records, whatever their order and ids. */
  readonly content: string;
}

/** A zone as it was read at one moment. */
export interface Snapshot extends Reading {
  readonly sets: readonly RecordSet[];
}

/** How long a team can look back. */
export const snapshotDays = 90;

export function snapshot(
  teamId: string,
  zone: Zone,
  sets: readonly RecordSet[],
  reading: Pick<Reading, 'at' | 'cause' | 'request'>,
): Snapshot {
  const content = untouched({ zone, changes: [] }, sets);
  return { teamId, home: zone.home, zone: zone.name, ...reading, content, sets };
}

/** The records as they are kept: without ids, which change whenever a row is made again and which nobody asks for later. */
export const contentText = (sets: readonly RecordSet[]): string =>
  JSON.stringify(sets.map((set) => ({ ...set, values: set.values.map(({ id: _, ...value }) => value) })));

/**
 * Readings that are still wanted at `now`, oldest first: those of the last 90 days, and the newest before them, which
 * tells what the zone was like when they began.
 */
export function wanted(readings: readonly Reading[], now: number): readonly Reading[] {
  const begin = now - snapshotDays * 86_400_000;
  const first = readings.findIndex(({ at }) => at >= begin);
  return readings.slice(Math.max(0, (first < 0 ? readings.length : first) - 1));
}
