import { keyOf, rowKey, sameSet } from '../model/normalise.ts';
import type { Change, RecordSet, Zone } from '../model/record.ts';
import { changesBetween, overlay } from '../plan/zone-plan.ts';

/** A write of this app: `certain` if it happened between the two snapshots, else maybe before or after them. */
export interface OwnWrite {
  readonly changes: readonly Change[];
  readonly certain: boolean;
}

/** Changes made outside this app between two snapshots: the full difference minus our own writes (oldest first). */
export function externalChanges(
  zone: Zone,
  was: readonly RecordSet[],
  is: readonly RecordSet[],
  ownWrites: readonly OwnWrite[],
): readonly Change[] {
  const now = new Map(is.map((set) => [keyOf(set), set]));
  const expected = ownWrites.reduce((sets, { changes, certain }) => {
    const visible = (change: Change) => appliedPart(zone, change, sets, now.get(keyOf(change)));
    return overlay(sets, { zone, changes: certain ? changes : changes.flatMap(visible) });
  }, was);
  return changesBetween(zone, expected, is);
}

/** The part of a change that was applied by then: all of it, or some rows where rows are written one by one. */
function appliedPart(zone: Zone, change: Change, sets: readonly RecordSet[], is: RecordSet | undefined): Change[] {
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
