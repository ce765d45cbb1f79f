import type { Change, ZonePlan } from './record.ts';
import type { Standing } from './standing.ts';
import { inverse } from './undo.ts';
import { changedTo, named, nowSays } from './what-changed.ts';
import type { ZoneResult } from './zone-result.ts';

interface Circumstances {
  /** Why it went no further, or why nothing can be read: a sentence or two. */
  readonly why?: string;
  /** The records could not be read after something was sent: for now, or for good. */
  readonly unread?: 'for now' | 'for good';
  readonly notes?: readonly string[];
}

/** How a zone ended, told by where its record sets stand. */
export function conclude(plan: ZonePlan, found: Standing, { why, unread, notes = [] }: Circumstances = {}): ZoneResult {
  const { written, unknown, left, drifted, overtaken } = found;
  const ours = [...written, ...unknown];
  const partly = left.length > 0 || ours.length < plan.changes.length;
  const result = (status: ZoneResult['status'], ...sentences: (string | undefined)[]): ZoneResult => ({
    status,
    text: sentences.filter(Boolean).join(' '),
    ...(notes.length > 0 && { notes }),
    ...(ours.length > 0 && {
      written: unknown.length > 0 ? 'unknown' : left.length > 0 ? 'part' : 'all',
      ...(partly && { undo: inverse({ zone: plan.zone, changes: ours }).changes }),
      ...(unread ? { seen: 'not' } : overtaken.length > 0 && { seen: 'otherwise' }),
      ...(unread === 'for now' && { again: true }),
    }),
  });
  const next = unread && afterwards[unread];

  if (unknown.length > 0) {
    const doubt = 'It is not known whether all of it was written';
    return unread ? result('failed', why, `${doubt}.`, next) : result('failed', why, `${doubt}: ${nowSays(drifted)}.`);
  }
  if (left.length > 0) {
    const reason =
      drifted.length > 0 ? `${named(drifted)} changed since this plan was made: ${nowSays(drifted)}.` : why;
    if (written.length > 0) return result('failed', reason, partWords(found, unread !== undefined), next);
    return drifted.length > 0 ? result('refused', reason) : result('failed', reason, 'Nothing was changed.');
  }
  if (written.length === 0) return result('applied', 'The records were like this already; nothing had to be written.');
  if (unread) return result('applied', `${countWords('changed', found)}, but not read back.`, why, next);
  if (overtaken.length === 0) return result('applied', `${countWords('changed and read back', found)}.`);
  const what = written.length === 1 ? 'Our change was' : `Our changes of ${sets(written)} were`;
  return result('applied', `${what} written; then somebody ${changedTo(overtaken)}.`);
}

const afterwards = {
  'for now': 'I look again by myself, ever more rarely, for a day.',
  'for good': 'Look at the records before you ask again.',
} as const;

const sets = ({ length }: readonly Change[]): string => `${length} record set${length === 1 ? '' : 's'}`;

const countWords = (what: string, { written, already }: Standing): string =>
  `${sets(written)} ${what}${already.length > 0 ? `, ${already.length} ${already.length === 1 ? 'was' : 'were'} like this already` : ''}`;

/** What is there and what is not. */
function partWords({ written, already, left, drifted, overtaken }: Standing, unread: boolean): string {
  const half = written.filter(({ name, type }) => left.some((one) => one.name === name && one.type === type)).length;
  const done = written.length - half;
  const all = done + already.length + left.length;
  if (unread) return `${done} of ${all} record sets were written.`;
  const counts: [number, string][] = [
    [half, 'half-way'],
    [overtaken.length, 'changed again by somebody else'],
    [drifted.length, 'changed by somebody else'],
    [left.length - half - drifted.length, 'as before'],
  ];
  const rest = counts.flatMap(([count, what]) => (count > 0 ? [`${count} ${what}`] : []));
  return `Read back: ${[`${done + already.length - overtaken.length} of ${all} record sets as wished`, ...rest].join(', ')}.`;
}
