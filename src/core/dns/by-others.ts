import { keyOf, rowKey, sameSet } from './normalise.ts';
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
    const seen = (change: Change) => soFar(zone, change, sets, now.get(keyOf(change)));
    return overlay(sets, { zone, changes: sure ? changes : changes.flatMap(seen) });
  }, was);
  return changesBetween(zone, expected, is);
}

/** What of a change was made by then: all of it, or a few rows more where they are written one by one. */
function soFar(zone: Zone, change: Change, sets: readonly RecordSet[], is: RecordSet | undefined): Change[] {
  if (sameSet(is, change.after)) return [change];
  if (zone.home !== 'litemail') return [];
  const was = rowsOf(sets.find((set) => keyOf(set) === keyOf(change)));
  const [now, before, after] = [rowsOf(is), rowsOf(change.before), rowsOf(change.after)];
  const forward =
    [...now].every((row) => was.has(row) || after.has(row)) &&
    [...was].every((row) => now.has(row) || (before.has(row) && !after.has(row)));
  const { after: _, ...rest } = change;
  return forward ? [is ? { ...rest, after: is } : rest] : [];
}

const rowsOf = (set: RecordSet | undefined): Set<string> => new Set(set?.values.map(rowKey));
