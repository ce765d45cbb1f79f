import { batchSize, rowBatch } from '../../core/dns/batch.ts';
import { conclude } from '../../core/dns/conclude.ts';
import { remaining, untouched } from '../../core/dns/drift.ts';
import { keyOf } from '../../core/dns/normalise.ts';
import type { PlannedZone } from '../../core/dns/planned-zone.ts';
import type { RecordSet } from '../../core/dns/record.ts';
import { callsOf, type Sent, standing, unsent } from '../../core/dns/standing.ts';
import type { ZoneResult } from '../../core/dns/zone-result.ts';
import { AppError, isTransient } from '../../core/errors.ts';
import type { DnsHome } from '../../ports/dns.ts';

interface Applying {
  readonly home: DnsHome;
  readonly plan: PlannedZone;
  /** How far an earlier attempt came. */
  readonly sent?: Sent | undefined;
  /** No other attempt follows. */
  readonly lastTry?: boolean;
  /** Told before each call and after the last; nothing goes on before it is written down. Undefined: nothing was taken. */
  checkpoint(sent: Sent | undefined): Promise<void>;
  /** Told what was read: right before the first write, and after the last. */
  seen(when: 'before' | 'after', sets: readonly RecordSet[]): Promise<void>;
}

/** Somebody may write the same at the same moment, but hardly time and again. */
const mostSends = 3;

/**
 * Reads what the plan touches, refuses if that has changed, writes, and reads again to see that it is there. After a
 * crash, or a call whose answer was lost, the records themselves tell what is left. Throws what may pass by itself
 * (`passes`), and what keeps it from reading the records; everything else is a result.
 */
export async function applyZone(applying: Applying): Promise<ZoneResult> {
  const { home, plan, seen, lastTry = false } = applying;
  const notes: string[] = [];
  let sent = applying.sent ?? unsent;
  let trouble: AppError | undefined;
  let tried = Number.POSITIVE_INFINITY;
  for (let sends = 0; ; sends++) {
    const current = await home.list(plan.zone);
    await seen(sent.begun === 0 ? 'before' : 'after', current);
    if (sent.begun === 0 && sends === 0 && plan.rest !== undefined && plan.rest !== untouched(plan, current))
      notes.push('Other records changed meanwhile; this plan does not touch them.');

    const found = standing(plan, sent, current);
    const over = found.left.length === 0 || found.drifted.length > 0 || found.unknown.length > 0;
    // What somebody else did of it meanwhile may be what the call was refused for: the rest is worth another one.
    const stuck = trouble !== undefined && (found.left.length >= tried || sends > mostSends);
    if (stuck && !over && trouble?.code === 'unknown_outcome' && !lastTry) throw trouble;
    if (over || stuck) return conclude(plan, found, { notes, ...(trouble && { why: inWords(trouble) }) });
    tried = found.left.length;
    ({ sent, trouble } = await send(applying, { ...sent, already: found.already.map(keyOf) }, current));
  }
}

/** One call after the other, from the first that was not answered. Tells how far it came, and what stopped it. */
async function send(
  { home, plan, checkpoint }: Applying,
  before: Sent,
  current: readonly RecordSet[],
): Promise<{ readonly sent: Sent; readonly trouble?: AppError }> {
  const already = new Set(before.already);
  let sent = before;
  for (const [index, changes] of callsOf(plan).entries()) {
    if (index < sent.answered) continue;
    const left = changes.filter((change) => !already.has(keyOf(change)));
    const batch = rowBatch(remaining({ zone: plan.zone, changes: left }, current));
    const doubted = before.begun > index;
    sent = { ...sent, begun: index + 1 };
    if (batchSize(batch) > 0) {
      await checkpoint(sent);
      try {
        await home.write(plan.zone, batch);
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        if (error.code === 'unknown_outcome') return { sent, trouble: error };
        // It was not taken; but the same call may have been, by an earlier attempt that heard no answer.
        if (!doubted) sent = { ...sent, begun: index };
        await checkpoint(sent.begun > 0 ? sent : undefined);
        if (isTransient(error)) throw error;
        return { sent, trouble: error };
      }
    }
    sent = { ...sent, answered: index + 1 };
  }
  await checkpoint(sent);
  return { sent };
}

const inWords = ({ code, message, hint }: AppError): string =>
  code === 'unknown_outcome' ? `${message} The records were read again.` : [message, hint].filter(Boolean).join(' ');
