import { displayName } from '../model/name.ts';
import { keyOf, rowKey, sameSet } from '../model/normalise.ts';
import { presentation } from '../model/presentation.ts';
import type { Change, RecordSet, Zone } from '../model/record.ts';
import { zoneIndex } from '../model/zone-index.ts';
import { changesBetween, overlay } from '../plan/zone-plan.ts';
import { truncate } from './diff-items.ts';

/** A write of this app: `certain` if it happened between the two snapshots, else maybe before or after them. */
interface OwnWrite {
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
  const was = rowsOf(zoneIndex(sets).get(change.name, change.type));
  const [now, before, after] = [rowsOf(is), rowsOf(change.before), rowsOf(change.after)];
  const forward =
    [...now].every((row) => was.has(row) || after.has(row)) &&
    [...was].every((row) => now.has(row) || (before.has(row) && !after.has(row)));
  const { after: _, ...rest } = change;
  return forward ? [is ? { ...rest, after: is } : rest] : [];
}

const rowsOf = (set: RecordSet | undefined): Set<string> => new Set(set?.values.map(rowKey));

const maxSets = 3;
const maxValues = 3;

/** `A www.acme-mail.com, TXT acme-mail.com and 4 more`. */
export const listSets = (changes: readonly Change[]): string => joinSome(changes.map(setName), 5);

/** External changes of record sets: `changed A www.acme-mail.com to 192.0.2.9, and deleted TXT acme-mail.com`. */
export function describeExternal(changes: readonly Change[]): string {
  const changed = changes.flatMap((change) => (change.after ? [`${setName(change)} to ${valuesText(change)}`] : []));
  const deleted = changes.filter(({ after }) => !after).map(setName);
  return [
    ...(changed.length > 0 ? [`changed ${joinSome(changed, maxSets)}`] : []),
    ...(deleted.length > 0 ? [`deleted ${joinSome(deleted, maxSets)}`] : []),
  ].join(' and ');
}

/** `it says 192.0.2.9 now`, or the same for each set. */
export function describeCurrent(changes: readonly Change[]): string {
  const one = changes.length === 1;
  return joinSome(
    changes.map(
      (change) => `${one ? 'it' : setName(change)} ${change.after ? `says ${valuesText(change)}` : 'is gone'} now`,
    ),
    maxSets,
  );
}

const setName = ({ name, type }: Change): string => `${type} ${displayName(name)}`;

const joinSome = (texts: readonly string[], most: number): string =>
  `${texts.slice(0, most).join(', ')}${texts.length > most ? ` and ${texts.length - most} more` : ''}`;

function valuesText({ before, after }: Change): string {
  const [was, is] = [valuesOf(before), valuesOf(after)];
  const now = new Set(is);
  const same = was.length === is.length && was.every((value) => now.has(value));
  return `${joinSome(is, maxValues)}${same ? ' with another TTL, proxy setting, comment or tag' : ''}`;
}

const valuesOf = (set: RecordSet | undefined): string[] =>
  set?.values.map((value) => truncate(presentation(set.type, value))) ?? [];
