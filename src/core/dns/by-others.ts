import { keyOf, sameSet } from './normalise.ts';
import { changesBetween, overlay } from './plan.ts';
import type { Change, RecordSet, Zone } from './record.ts';

/** Something that this app wrote: between two readings for sure, or perhaps before or after them. */
export interface Ours {
  readonly changes: readonly Change[];
  readonly sure: boolean;
}

/** What others changed between two readings: all that differs, but for what we wrote, oldest first. */
export function byOthers(
  zone: Zone,
  was: readonly RecordSet[],
  is: readonly RecordSet[],
  ours: readonly Ours[],
): readonly Change[] {
  const now = new Map(is.map((set) => [keyOf(set), set]));
  const expected = ours.reduce((sets, { changes, sure }) => {
    const seen = sure ? changes : changes.filter((change) => sameSet(now.get(keyOf(change)), change.after));
    return overlay(sets, { zone, changes: seen });
  }, was);
  return changesBetween(zone, expected, is);
}
