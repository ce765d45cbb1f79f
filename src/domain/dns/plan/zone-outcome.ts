import type { Change, ZonePlan } from '../model/record.ts';
import { describeCurrent, describeExternal, listSets } from '../review/describe-changes.ts';
import type { Reconciliation } from './reconcile.ts';
import { inverse } from './undo.ts';
import type { ZoneResult } from './zone-result.ts';

interface OutcomeContext {
  /** Why it stopped, or why the zone cannot be read: a sentence or two. */
  readonly why?: string;
  /** The records could not be read back after a write: for now, or for good. */
  readonly unread?: 'for now' | 'for good';
  readonly notes?: readonly string[];
}

/** The outcome of one zone, from its reconciliation. */
export function describeZoneOutcome(
  plan: ZonePlan,
  reconciliation: Reconciliation,
  { why, unread, notes = [] }: OutcomeContext = {},
): ZoneResult {
  const { written, unknown, pending, conflicting, overwritten } = reconciliation;
  const ownChanges = [...written, ...unknown];
  const partly = pending.length > 0 || ownChanges.length < plan.changes.length;
  const result = (status: ZoneResult['status'], ...sentences: (string | undefined)[]): ZoneResult => ({
    status,
    text: sentences.filter(Boolean).join(' '),
    ...(notes.length > 0 && { notes }),
    ...(ownChanges.length > 0 && {
      written: unknown.length > 0 ? 'unknown' : pending.length > 0 ? 'part' : 'all',
      ...(partly && { undo: inverse({ zone: plan.zone, changes: ownChanges }).changes }),
      ...(unread ? { seen: 'not' } : overwritten.length > 0 && { seen: 'otherwise' }),
      ...(unread === 'for now' && { again: true }),
    }),
  });
  const next = unread && nextSteps[unread];

  if (unknown.length > 0) {
    const doubt = 'It is not known whether all of it was written';
    return unread
      ? result('failed', why, `${doubt}.`, next)
      : result('failed', why, `${doubt}: ${describeCurrent(conflicting)}.`);
  }
  if (pending.length > 0) {
    const reason =
      conflicting.length > 0
        ? `${listSets(conflicting)} changed since this plan was made: ${describeCurrent(conflicting)}.`
        : why;
    if (written.length > 0) return result('failed', reason, partialText(reconciliation, unread !== undefined), next);
    return conflicting.length > 0 ? result('refused', reason) : result('failed', reason, 'Nothing was changed.');
  }
  if (written.length === 0) return result('applied', 'The records were like this already; nothing had to be written.');
  if (unread) return result('applied', `${countText('changed', reconciliation)}, but not read back.`, why, next);
  if (overwritten.length === 0) return result('applied', `${countText('changed and read back', reconciliation)}.`);
  const what = written.length === 1 ? 'Our change was' : `Our changes of ${sets(written)} were`;
  return result('applied', `${what} written; then somebody ${describeExternal(overwritten)}.`);
}

const nextSteps = {
  'for now': 'I look again by myself, ever more rarely, for a day.',
  'for good': 'Check the records before you ask again.',
} as const;

const sets = ({ length }: readonly Change[]): string => `${length} record set${length === 1 ? '' : 's'}`;

const countText = (what: string, { written, preexisting }: Reconciliation): string =>
  `${sets(written)} ${what}${preexisting.length > 0 ? `, ${preexisting.length} ${preexisting.length === 1 ? 'was' : 'were'} like this already` : ''}`;

/** What was written and what was not. */
function partialText(
  { written, preexisting, pending, conflicting, overwritten }: Reconciliation,
  unread: boolean,
): string {
  const partlyWritten = written.filter(({ name, type }) =>
    pending.some((one) => one.name === name && one.type === type),
  ).length;
  const done = written.length - partlyWritten;
  const all = done + preexisting.length + pending.length;
  if (unread) return `${done} of ${all} record sets were written.`;
  const counts: [number, string][] = [
    [partlyWritten, 'half-way'],
    [overwritten.length, 'changed again by somebody else'],
    [conflicting.length, 'changed by somebody else'],
    [pending.length - partlyWritten - conflicting.length, 'as before'],
  ];
  const rest = counts.flatMap(([count, what]) => (count > 0 ? [`${count} ${what}`] : []));
  return `Read back: ${[`${done + preexisting.length - overwritten.length} of ${all} record sets as wished`, ...rest].join(', ')}.`;
}
