import { displayName } from './name.ts';
import { presentation } from './presentation.ts';
import type { Change, RecordSet } from './record.ts';
import { shortened } from './shortened.ts';

const mostSets = 3;
const mostValues = 3;

/** `A www.acme-mail.com, TXT acme-mail.com and 4 more`. */
export const named = (changes: readonly Change[]): string => listed(changes.map(called), 5);

/** What became of record sets by other hands: `A www.acme-mail.com to 192.0.2.9, and deleted TXT acme-mail.com`. */
export function changedTo(changes: readonly Change[]): string {
  const changed = changes.flatMap((change) => (change.after ? [`${called(change)} to ${says(change)}`] : []));
  const deleted = changes.filter(({ after }) => !after).map(called);
  return [
    ...(changed.length > 0 ? [`changed ${listed(changed, mostSets)}`] : []),
    ...(deleted.length > 0 ? [`deleted ${listed(deleted, mostSets)}`] : []),
  ].join(' and ');
}

/** `it says 192.0.2.9 now`, or the same of each of them. */
export function nowSays(changes: readonly Change[]): string {
  const one = changes.length === 1;
  return listed(
    changes.map((change) => `${one ? 'it' : called(change)} ${change.after ? `says ${says(change)}` : 'is gone'} now`),
    mostSets,
  );
}

const called = ({ name, type }: Change): string => `${type} ${displayName(name)}`;

const listed = (texts: readonly string[], most: number): string =>
  `${texts.slice(0, most).join(', ')}${texts.length > most ? ` and ${texts.length - most} more` : ''}`;

function says({ before, after }: Change): string {
  const [was, is] = [valuesOf(before), valuesOf(after)];
  const same = was.length === is.length && was.every((value) => is.includes(value));
  return `${listed(is, mostValues)}${same ? ' with another TTL, proxy setting, comment or tag' : ''}`;
}

const valuesOf = (set: RecordSet | undefined): string[] =>
  set?.values.map((value) => shortened(presentation(set.type, value))) ?? [];
