import { keyOf, sameSet } from '../../../domain/dns/model/normalise.ts';
import type { RecordSet, ZonePlan } from '../../../domain/dns/model/record.ts';
import { batchSize, remaining, rowBatch } from '../../../domain/dns/plan/batch.ts';
import { rebaseAdditions } from '../../../domain/dns/plan/dns-plan.ts';
import { type PlannedZone, plannedZone } from '../../../domain/dns/plan/planned-zone.ts';
import { callsOf, isOutdated, notStarted, reconcile, type WriteProgress } from '../../../domain/dns/plan/reconcile.ts';
import { restFingerprint } from '../../../domain/dns/plan/zone-plan.ts';
import { describeZoneOutcome, type ZoneResult, zoneLine } from '../../../domain/dns/plan/zone-result.ts';
import { listSets } from '../../../domain/dns/review/external-changes.ts';
import { dnsRisk, riskRank } from '../../../domain/dns/review/risk.ts';
import type { RunState } from '../../../domain/proposal.ts';
import { shouldRetry } from '../../../engine/approvals/execute/apply-request.ts';
import { AppError, isTransient } from '../../../lib/errors.ts';
import type { Lane } from '../../../ports/apis.ts';
import type { DnsProvider } from '../../../ports/dns-provider.ts';
import type { WriteOptions } from '../../../ports/stores.ts';
import type { CommandContext, Journal } from '../../product-context.ts';
import type { Checkpoints } from './checkpoints.ts';
import { withFindings } from './plan-zone.ts';
import { providerOf, recordSnapshot } from './providers.ts';

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
  const result = await recheckZone(ctx, plan, before, lastTry);
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
  lastTry: boolean,
): Promise<ZoneResult | undefined> {
  const outcomeFor = (sets: readonly RecordSet[]) => {
    const rebased = rebaseAdditions(plan, sets);
    const reconciliation = reconcile(rebased, progress, sets);
    const unread = reconciliation.unseen.length > 0 && ({ unread: lastTry ? 'for good' : 'for now' } as const);
    return describeZoneOutcome(rebased, reconciliation, { ...unread });
  };
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

/** A list may be late by seconds: so often it is read before what it does not show is not known. */
const maxLooks = 3;

/** Concurrent writes by others may cause retries, but not this many. */
const maxSends = 3;

/**
 * Reads the zone, refuses if the planned records changed, writes, and reads back. After a crash or a lost response, the
 * current records tell what is pending. Throws transient errors (`isTransient`) and read errors; all else is a result.
 */
export async function applyZone(options: ApplyOptions): Promise<ZoneResult> {
  const { provider, recordSnapshot, checkpoint, lastTry = false } = options;
  const notes: string[] = [];
  let progress = options.progress ?? notStarted;
  let failure: AppError | undefined;
  let lastPending = Number.POSITIVE_INFINITY;
  for (let sends = 0; ; sends++) {
    const current = await provider.list(options.plan.zone);
    const plan = rebased(options.plan, progress, current);
    const found = reconcile(plan, progress, current);
    const { looks = 0 } = progress;
    const isLate = found.unseen.length > 0 || isOutdated(plan, current);
    if (isLate && looks + 1 < maxLooks && !lastTry) {
      await checkpoint({ ...progress, looks: looks + 1 });
      throw new AppError('unknown_outcome', 'The list of records does not show the latest changes yet.', {
        hint: 'Nothing is sent again. I’ll read it once more.',
      });
    }
    if (!isLate) await recordSnapshot(progress.begun === 0 ? 'before' : 'after', current);
    if (progress.begun === 0 && sends === 0 && plan.rest !== undefined && plan.rest !== restFingerprint(plan, current))
      notes.push('Other records have changed since; this plan does not touch them.');

    const moved = progress.begun === 0 && sends === 0 ? movedChanges(options.plan, plan) : [];
    if (moved.length > 0)
      notes.push(`${listSets(moved)} got other values since this plan was made; what is added stands beside them.`);
    const settled = found.pending.length === 0 || found.conflicting.length > 0 || found.unknown.length > 0;
    // If somebody else made part of the change meanwhile, that may be why the call failed: retry the rest.
    const stalled = failure !== undefined && (found.pending.length >= lastPending || sends > maxSends);
    if (stalled && !settled && failure?.code === 'unknown_outcome' && !lastTry) throw failure;
    if (settled || stalled)
      return describeZoneOutcome(plan, found, {
        notes,
        ...(failure && { why: errorText(failure) }),
        ...(found.unseen.length > 0 && { unread: 'for now' }),
      });
    lastPending = found.pending.length;
    ({ sent: progress, trouble: failure } = await send(
      { ...options, plan },
      { ...progress, already: found.preexisting.map(keyOf) },
      current,
    ));
  }
}

/**
 * The plan on the zone as it is: what it adds may stand beside what others added since, as long as that is no riskier than
 * what was approved.
 */
function rebased(plan: PlannedZone, { begun }: WriteProgress, current: readonly RecordSet[]): PlannedZone {
  const next = rebaseAdditions(plan, current);
  if (begun > 0 || movedChanges(plan, next).length === 0) return next;
  try {
    const fresh = withFindings(plannedZone(next, current), current);
    const known = new Set(plan.findings?.map(({ rule }) => rule));
    const isWorse =
      fresh.findings?.some(({ rule }) => !known.has(rule)) ||
      riskRank[dnsRisk([fresh]).level] > riskRank[dnsRisk([plan]).level];
    return isWorse ? plan : next;
  } catch (error) {
    if (error instanceof AppError) return plan;
    throw error;
  }
}

const movedChanges = (plan: ZonePlan, next: ZonePlan) =>
  next.changes.filter((change, index) => !sameSet(change.before, plan.changes[index]?.before));

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
