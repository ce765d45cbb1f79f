import { z } from 'zod';
import { keyOf } from '../../../domain/dns/model/normalise.ts';
import type { RecordSet, Zone } from '../../../domain/dns/model/record.ts';
import { batchSize, remaining, rowBatch } from '../../../domain/dns/plan/batch.ts';
import type { PlannedZone } from '../../../domain/dns/plan/planned-zone.ts';
import { callsOf, notStarted, reconcile, type WriteProgress } from '../../../domain/dns/plan/reconcile.ts';
import { restFingerprint } from '../../../domain/dns/plan/zone-plan.ts';
import { describeZoneOutcome, ZoneResult, zoneLine } from '../../../domain/dns/plan/zone-result.ts';
import type { RunState } from '../../../domain/proposal.ts';
import { shouldRetry } from '../../../engine/approvals/execute/apply-request.ts';
import { AppError, isTransient } from '../../../lib/errors.ts';
import type { Lane } from '../../../ports/apis.ts';
import type { DnsProvider } from '../../../ports/dns-provider.ts';
import type { WriteOptions } from '../../../ports/stores.ts';
import type { CommandContext, Journal } from '../../product-context.ts';
import { providerOf, recordSnapshot } from './providers.ts';

/** With a result, nothing more is written to the zone. */
interface ZoneProgress extends WriteProgress {
  readonly result?: ZoneResult;
}
const Step = z.object({
  answered: z.int(),
  begun: z.int(),
  already: z.array(z.string()),
  result: ZoneResult.exactOptional(),
});
const Progress = z.object({ zones: z.record(z.string(), Step) });

/** Progress of each zone of a plan, stored in the journal. */
export interface Checkpoints {
  readonly isNew: boolean;
  of(zone: Zone): ZoneProgress | undefined;
  /** Resolves once stored; without a step nothing was sent for the zone. Safe for concurrent zones. */
  save(zone: Zone, step: ZoneProgress | undefined, options?: WriteOptions): Promise<void>;
  begin(): Promise<void>;
}

export function checkpointsOf(journal: Pick<Journal, 'read' | 'save'>): Checkpoints {
  const stored = Progress.safeParse(journal.read()).data;
  const zones = new Map<string, ZoneProgress>(Object.entries(stored?.zones ?? {}));
  let last: Promise<void> = Promise.resolve();
  // Each save writes the latest state when its turn comes.
  const save = (options?: WriteOptions): Promise<void> => {
    const write = () => journal.save(JSON.parse(JSON.stringify({ zones: Object.fromEntries(zones) })), options);
    last = last.then(write, write);
    return last;
  };
  return {
    isNew: stored === undefined,
    of: (zone) => zones.get(zoneKey(zone)),
    save(zone, step, options) {
      if (step) zones.set(zoneKey(zone), step);
      else zones.delete(zoneKey(zone));
      return save(options);
    },
    begin: () => save(),
  };
}

const zoneKey = ({ home, id }: Zone): string => `${home}/${id}`;

/** For the progress message. */
export function runState(zones: readonly PlannedZone[], checkpoints: Checkpoints, now: string): RunState {
  const finished = zones.flatMap((planned) => {
    const result = checkpoints.of(planned.zone)?.result;
    return result ? [{ planned, result }] : [];
  });
  return {
    done: finished.length,
    total: zones.length,
    now,
    problems: finished.filter(({ result }) => result.status !== 'applied').map(zoneLine),
  };
}

/**
 * Applies one zone of a plan, unless it has a result already. Transient errors are thrown while there are attempts left;
 * after that they become a result, and so do our own bugs, so that other zones keep theirs.
 */
export async function applyOne(
  ctx: CommandContext,
  plan: PlannedZone,
  checkpoints: Checkpoints,
  options: Pick<Journal, 'lastTry' | 'outOfTime'> & { readonly alone: boolean; readonly lane: Lane },
): Promise<void> {
  const { zone } = plan;
  const { lastTry, alone, lane } = options;
  const before = checkpoints.of(zone);
  if (before?.result) return;
  const save = async (result: ZoneResult) => {
    // The outcome of the only zone follows at once.
    const lazily = alone && !result.again;
    await checkpoints.save(zone, { ...notStarted, ...checkpoints.of(zone), result }, { lazily });
  };
  try {
    const provider = await providerOf(ctx, ctx.actor.teamId, zone, lane);
    const seen = (when: 'before' | 'after', sets: Parameters<typeof recordSnapshot>[2]) =>
      recordSnapshot(ctx, zone, sets, when);
    const checkpoint: Parameters<typeof applyZone>[0]['checkpoint'] = (sent, write) =>
      checkpoints.save(zone, sent, write);
    await save(await applyZone({ provider, plan, progress: before, lastTry, recordSnapshot: seen, checkpoint }));
  } catch (error) {
    if (error instanceof AppError && shouldRetry(error, options)) throw error;
    // Rate limiting is no result for a zone that was not started, unless it is the only one.
    if (error instanceof AppError && error.code === 'rate_limited' && !alone && !checkpoints.of(zone)) throw error;
    const why =
      error instanceof AppError
        ? error.message
        : `Something went wrong on our side (reference \`${ctx.reference(error)}\`).`;
    await save(
      describeZoneOutcome(plan, reconcile(plan, checkpoints.of(zone) ?? notStarted), { why, unread: 'for now' }),
    );
  }
}

/** Rechecks a zone whose outcome is not known; after the last attempt the known state is final. */
export async function recheckOne(
  ctx: CommandContext,
  plan: PlannedZone,
  checkpoints: Checkpoints,
  { lastTry }: Pick<Journal, 'lastTry'>,
): Promise<void> {
  const before = checkpoints.of(plan.zone);
  if (!before || (before.result && !before.result.again)) return;
  const result = await recheckZone(ctx, plan, before);
  if (!result && before.result && !lastTry) return;
  const unverified = () =>
    describeZoneOutcome(plan, reconcile(plan, before), { unread: lastTry ? 'for good' : 'for now' });
  await checkpoints.save(plan.zone, { ...before, result: result ?? unverified() });
}

const maxSnapshots = 10;

/** The outcome of a zone that could not be read back before; undefined if it still cannot. Writes nothing. */
async function recheckZone(
  ctx: CommandContext,
  plan: PlannedZone,
  progress: WriteProgress,
): Promise<ZoneResult | undefined> {
  const outcomeFor = (sets: readonly RecordSet[]) => describeZoneOutcome(plan, reconcile(plan, progress, sets));
  // An intermediate snapshot may show our write even if it was changed again since.
  for await (const sets of snapshotsSince(ctx, plan)) {
    const result = outcomeFor(sets);
    if (result.status === 'applied' && !result.seen) return result;
  }
  try {
    return outcomeFor(await readNow(ctx, plan));
  } catch (error) {
    if (error instanceof AppError) return undefined;
    throw error;
  }
}

/** Snapshots since the write, each content once, oldest first. */
async function* snapshotsSince(
  { stores: { snapshots }, actor, request }: CommandContext,
  { zone }: PlannedZone,
): AsyncGenerator<readonly RecordSet[]> {
  const history = await snapshots.readings({ teamId: actor.teamId, home: zone.home, zone: zone.name });
  const before = history.findLastIndex((snapshot) => snapshot.request === request && snapshot.cause === 'before');
  const since = before < 0 ? [] : history.slice(before + 1).filter((snapshot) => snapshot.request !== request);
  const distinct = new Map(since.map((snapshot) => [snapshot.content, snapshot]));
  for (const snapshot of [...distinct.values()].slice(0, maxSnapshots)) {
    const sets = await snapshots.sets(snapshot);
    if (sets) yield sets;
  }
}

async function readNow(ctx: CommandContext, { zone }: PlannedZone): Promise<readonly RecordSet[]> {
  const sets = await (await providerOf(ctx, ctx.actor.teamId, zone, 'apply')).list(zone);
  await recordSnapshot(ctx, zone, sets, 'after');
  return sets;
}

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
