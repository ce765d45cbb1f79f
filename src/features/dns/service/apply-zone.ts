import { keyOf } from '../../../domain/dns/model/normalise.ts';
import type { RecordSet } from '../../../domain/dns/model/record.ts';
import { batchSize, rowBatch } from '../../../domain/dns/plan/batch.ts';
import type { PlannedZone } from '../../../domain/dns/plan/planned-zone.ts';
import {
  callsOf,
  notStarted,
  reconcile,
  remaining,
  restFingerprint,
  type WriteProgress,
} from '../../../domain/dns/plan/reconcile.ts';
import { describeZoneOutcome, type ZoneResult } from '../../../domain/dns/plan/zone-result.ts';
import { AppError, isTransient } from '../../../lib/errors.ts';
import type { DnsProvider } from '../../../ports/dns-provider.ts';
import type { WriteOptions } from '../../../ports/stores.ts';

interface ApplyOptions {
  readonly provider: DnsProvider;
  readonly plan: PlannedZone;
  /** Progress of an earlier attempt. */
  readonly progress?: WriteProgress | undefined;
  /** There is no further attempt. */
  readonly lastTry?: boolean;
  /** Called before each call, and `lazily` after the last: the records tell as well. Undefined: nothing was applied. */
  checkpoint(sent: WriteProgress | undefined, options?: WriteOptions): Promise<void>;
  /** Called with the records read right before the first write, and after the last. */
  recordSnapshot(when: 'before' | 'after', sets: readonly RecordSet[]): Promise<void>;
}

/** Concurrent writes by others may cause retries, but not this many. */
const maxSends = 3;

/**
 * Reads the zone, refuses if the planned records changed, writes, and reads back. After a crash or a lost response, the
 * current records tell what is pending. Throws transient errors (`isTransient`) and read errors; all else is a result.
 */
export async function applyZone(options: ApplyOptions): Promise<ZoneResult> {
  const { provider, plan, recordSnapshot, lastTry = false } = options;
  const notes: string[] = [];
  let progress = options.progress ?? notStarted;
  let failure: AppError | undefined;
  let lastPending = Number.POSITIVE_INFINITY;
  for (let sends = 0; ; sends++) {
    const current = await provider.list(plan.zone);
    await recordSnapshot(progress.begun === 0 ? 'before' : 'after', current);
    if (progress.begun === 0 && sends === 0 && plan.rest !== undefined && plan.rest !== restFingerprint(plan, current))
      notes.push('Other records have changed since; this plan does not touch them.');

    const reconciliation = reconcile(plan, progress, current);
    const settled =
      reconciliation.pending.length === 0 || reconciliation.conflicting.length > 0 || reconciliation.unknown.length > 0;
    // If somebody else made part of the change meanwhile, that may be why the call failed: retry the rest.
    const stalled = failure !== undefined && (reconciliation.pending.length >= lastPending || sends > maxSends);
    if (stalled && !settled && failure?.code === 'unknown_outcome' && !lastTry) throw failure;
    if (settled || stalled)
      return describeZoneOutcome(plan, reconciliation, { notes, ...(failure && { why: errorText(failure) }) });
    lastPending = reconciliation.pending.length;
    ({ sent: progress, trouble: failure } = await send(
      options,
      { ...progress, already: reconciliation.preexisting.map(keyOf) },
      current,
    ));
  }
}

/** Sends the calls in order, starting with the first unconfirmed one. Returns the progress and what stopped it. */
async function send(
  { provider, plan, checkpoint }: ApplyOptions,
  before: WriteProgress,
  current: readonly RecordSet[],
): Promise<{ readonly sent: WriteProgress; readonly trouble?: AppError }> {
  const preexisting = new Set(before.already);
  let progress = before;
  for (const [index, changes] of callsOf(plan).entries()) {
    if (index < progress.answered) continue;
    const pending = changes.filter((change) => !preexisting.has(keyOf(change)));
    const batch = rowBatch(remaining({ zone: plan.zone, changes: pending }, current));
    const maybeSent = before.begun > index;
    progress = { ...progress, begun: index + 1 };
    if (batchSize(batch) > 0) {
      await checkpoint(progress);
      try {
        await provider.write(plan.zone, batch);
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        if (error.code === 'unknown_outcome') return { sent: progress, trouble: error };
        // This call was rejected, but an earlier attempt without an answer may have been applied.
        if (!maybeSent) progress = { ...progress, begun: index };
        await checkpoint(progress.begun > 0 ? progress : undefined);
        if (isTransient(error)) throw error;
        return { sent: progress, trouble: error };
      }
    }
    progress = { ...progress, answered: index + 1 };
  }
  await checkpoint(progress, { lazily: true });
  return { sent: progress };
}

const errorText = ({ code, message, hint }: AppError): string =>
  code === 'unknown_outcome' ? `${message} The records were read back.` : [message, hint].filter(Boolean).join(' ');
