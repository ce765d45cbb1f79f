import { batches } from '../../core/dns/batch.ts';
import { drift, remaining } from '../../core/dns/drift.ts';
import { displayName } from '../../core/dns/name.ts';
import { keyOf, rowKey, sameSet } from '../../core/dns/normalise.ts';
import type { PlannedZone } from '../../core/dns/planned-zone.ts';
import type { Change, RecordSet } from '../../core/dns/record.ts';
import type { ZoneResult } from '../../core/dns/zone-result.ts';
import { AppError } from '../../core/errors.ts';
import type { DnsHome } from '../../ports/dns.ts';

interface Applying {
  readonly home: DnsHome;
  readonly plan: PlannedZone;
  /** A batch of this plan may have been sent before: what the records say is then ours, not somebody else's. */
  readonly ours: boolean;
  /** Told before the first batch and after each one; nothing goes on before it is written down. Undefined: none was taken. */
  checkpoint(batchesDone: number | undefined): Promise<void>;
  /** Told what was read: right before the first write, and after the last. */
  seen(when: 'before' | 'after', sets: readonly RecordSet[]): Promise<void>;
}

const resends = 2;

/**
 * Reads what the plan touches, refuses if that has changed, writes, and reads again to see that it is there. After a
 * crash, or a write whose answer was lost, the records themselves tell what is left. Throws what may pass by itself
 * (`rate_limited`, `upstream_unavailable`, `unknown_outcome`); everything else is a result.
 */
export async function applyZone(applying: Applying): Promise<ZoneResult> {
  const { home, plan, ours, checkpoint, seen } = applying;
  const notes: string[] = [];
  let sent = ours;
  let written = 0;
  for (let attempt = 0; ; attempt++) {
    const current = await home.list(plan.zone);
    const { touched: moved, unrelated, alreadyApplied } = drift(plan, current);
    const touched = sent ? moved.filter((change) => !isHalfWay(plan, change)) : moved;
    if (touched.length > 0) {
      if (!sent) return refused(touched);
      await seen('after', current);
      return partly(plan, current, changedWords(touched));
    }
    if (unrelated && !sent) notes.push('Other records changed meanwhile; this plan does not touch them.');
    if (alreadyApplied) {
      if (!sent) return result('The records were like this already; nothing had to be written.', notes, []);
      await seen('after', current);
      return result(doneWords(plan), notes);
    }
    if (attempt > resends)
      throw new AppError('unknown_outcome', `${plan.zone.name} does not show the change although it was sent.`, {
        hint: 'Look at the records before you ask again.',
      });
    if (!sent) await seen('before', current);
    const todo = batches(remaining(plan, current));
    await checkpoint(written);
    const before = sent;
    sent = true;
    try {
      for (const batch of todo) {
        await home.write(plan.zone, batch);
        written += 1;
        await checkpoint(written);
      }
    } catch (error) {
      // Without an answer only the records can tell; they are read at the top of the loop, and nothing is resent blindly.
      // A refusal of what we may have sent before can mean that the first one got through.
      if (!(error instanceof AppError)) throw error;
      if (error.code === 'rate_limited') {
        if (!before && written === 0) await checkpoint(undefined);
        throw error;
      }
      const doubtful = error.code === 'unknown_outcome' || (before && isRefusal(error));
      if (doubtful && attempt < resends) continue;
      if (error.code === 'unknown_outcome' || error.code === 'upstream_unavailable') throw error;
      const inWords = [error.message, error.hint].filter(Boolean).join(' ');
      const clean = !before && written === 0;
      if (clean) return failed(`${inWords} Nothing was changed.`);
      const left = await home.list(plan.zone);
      await seen('after', left);
      return partly(plan, left, inWords);
    }
  }
}

/** LiteMail takes one row after the other: a set that holds rows of before and after only is one that we were at. */
function isHalfWay({ zone, changes }: PlannedZone, { name, type, after: now }: Change): boolean {
  if (zone.home !== 'litemail') return false;
  const change = changes.find((one) => one.name === name && one.type === type);
  const ours = new Set([...(change?.before?.values ?? []), ...(change?.after?.values ?? [])].map(rowKey));
  return change !== undefined && (now?.values ?? []).every((value) => ours.has(rowKey(value)));
}

const isRefusal = ({ code }: AppError): boolean => code === 'conflict' || code === 'upstream_rejected';

const result = (text: string, notes: readonly string[], undo?: Change[]): ZoneResult => ({
  status: 'applied',
  text,
  ...(notes.length > 0 && { notes: [...notes] }),
  ...(undo && { undo }),
});

const failed = (text: string): ZoneResult => ({ status: 'failed', text });

const sets = (count: number): string => `${count} record set${count === 1 ? '' : 's'}`;

const doneWords = ({ changes }: PlannedZone): string => `${sets(changes.length)} changed and read back.`;

const changedWords = (touched: readonly Change[]): string =>
  `${touched
    .slice(0, 5)
    .map(({ name, type }) => `${type} ${displayName(name)}`)
    .join(', ')}${touched.length > 5 ? ` and ${touched.length - 5} more` : ''} changed since this plan was made.`;

const refused = (touched: readonly Change[]): ZoneResult => ({ status: 'refused', text: changedWords(touched) });

/** What is there and what is not, counted from the records as they are, with what takes back the part that is there. */
function partly({ changes }: PlannedZone, current: readonly RecordSet[], why: string): ZoneResult {
  const now = new Map(current.map((set) => [keyOf(set), set]));
  const moved = changes.filter((change) => !sameSet(now.get(keyOf(change)), change.before));
  const done = moved.filter((change) => sameSet(now.get(keyOf(change)), change.after));
  if (moved.length === 0) return failed(`${why} Nothing was changed.`);
  const between = moved.length - done.length;
  const counts = [
    `${done.length} of ${sets(changes.length)} as wished`,
    ...(between > 0 ? [`${between} half-way or changed by somebody else`] : []),
    `${changes.length - moved.length} as before`,
  ];
  const undo = done.map(({ name, type, before, after }): Change => {
    return { name, type, ...(after && { before: after }), ...(before && { after: before }) };
  });
  return { status: 'failed', text: `${why} Read back: ${counts.join(', ')}.`, undo };
}
