import { displayName } from '../model/name.ts';
import { presentation } from '../model/presentation.ts';
import type { Change, RecordSet } from '../model/record.ts';
import { truncate } from './truncate.ts';

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
  const same = was.length === is.length && was.every((value) => is.includes(value));
  return `${joinSome(is, maxValues)}${same ? ' with another TTL, proxy setting, comment or tag' : ''}`;
}

const valuesOf = (set: RecordSet | undefined): string[] =>
  set?.values.map((value) => truncate(presentation(set.type, value))) ?? [];
