import type { DnsPlan } from '../../../domain/dns/plan/dns-plan.ts';
import { type PlannedZone, signed } from '../../../domain/dns/plan/planned-zone.ts';
import { summariseZones, switchBack, type ZoneResult } from '../../../domain/dns/plan/zone-result.ts';
import { type Unfinished, withReason } from '../../../domain/proposal.ts';
import { AppError } from '../../../lib/errors.ts';
import type { CommandContext, Journal } from '../../product-context.ts';
import { applyOne, recheckOne, runState } from './apply-zone.ts';
import { type Checkpoints, checkpointsOf } from './checkpoints.ts';

/** Number of zones applied first; the rest only follow if all of these succeed. */
const canary = 3;
const concurrency = 4;
/** Milliseconds of work between two progress updates. */
const progressIntervalMs = 3_000;
/** This many consecutive failures stop the run. */
const maxFailures = 3;

type DnsOutcome = ReturnType<typeof summariseZones>;

/**
 * Applies a DNS plan, with a result per zone. Up to three zones are applied in one go; more are a run: three first, then
 * the others, in slices with a progress update in between, where approvers can stop it. Runs have lower priority.
 */
export async function applyDnsPlan(
  ctx: CommandContext,
  plan: DnsPlan,
  journal: Journal,
): Promise<DnsOutcome | Unfinished> {
  const { zones } = signed(plan, ctx.request ?? '');
  const checkpoints = checkpointsOf(journal);
  const isRun = zones.length > canary;
  const options = { ...journal, alone: zones.length === 1, lane: isRun ? 'background' : 'apply' } as const;
  const apply = (planned: PlannedZone) => applyOne(ctx, planned, checkpoints, options);
  const finish = (why?: string): DnsOutcome => {
    const { inverse, ...outcome } = summariseZones(
      zones.map((planned) => ({ planned, result: checkpoints.of(planned.zone)?.result ?? notStarted })),
    );
    return withReason({ ...outcome, ...(inverse && { inverse: { ...inverse, ...switchBack(plan) } }) }, why);
  };
  const stopped = (): DnsOutcome => ({ ...finish(), stopped: true });

  if (journal.mode === 'recheck') {
    for (const planned of zones) await recheckOne(ctx, planned, checkpoints, journal);
    return (await journal.stopped?.()) && zones.some(({ zone }) => !checkpoints.of(zone)?.result)
      ? stopped()
      : finish();
  }
  const state = (now: string): Unfinished => ({ status: 'unfinished', run: runState(zones, checkpoints, now) });
  if (isRun && checkpoints.isNew) {
    await checkpoints.begin();
    return state(`${canary} zones go first.`);
  }
  try {
    return isRun ? await inStages() : await inOneGo();
  } catch (error) {
    if (error instanceof AppError && error.code === 'rate_limited' && journal.outOfTime)
      return finish(`${error.message} A day has passed, so no more zones were started.`);
    if (!isRun) throw error;
    return { ...state('Something is blocking this.'), error };
  }

  async function inOneGo(): Promise<DnsOutcome> {
    for (const planned of zones) await apply(planned);
    return finish();
  }

  async function inStages(): Promise<DnsOutcome | Unfinished> {
    const first = zones.slice(0, canary);
    const pending = (some: readonly PlannedZone[]) => some.filter(({ zone }) => !checkpoints.of(zone)?.result);
    /** Zones already started get a result before the run ends. */
    const isStopped = async (): Promise<boolean> => {
      if (!(await journal.stopped?.())) return false;
      for (const planned of pending(zones).filter(({ zone }) => checkpoints.of(zone))) await apply(planned);
      return true;
    };
    if (pending(first).length > 0) {
      for (const planned of pending(first)) {
        if (await isStopped()) return stopped();
        await apply(planned);
      }
      if (allHealthy(first, checkpoints)) return state(`The first ${canary} zones succeeded; the others follow.`);
    }
    if (!allHealthy(first, checkpoints)) return finish(stoppedAfterCanary(zones, checkpoints));

    const end = ctx.clock.elapsed() + progressIntervalMs;
    for (let remaining = pending(zones); remaining.length > 0; remaining = pending(zones)) {
      if (await isStopped()) return stopped();
      if (keepsFailing(zones, checkpoints))
        return finish(`${maxFailures} zones in a row failed, so no more were started.`);
      if (ctx.clock.elapsed() >= end) return state('Writing one zone after another.');
      const settled = await Promise.allSettled(remaining.slice(0, concurrency).map(apply));
      const problem = settled.find((one) => one.status === 'rejected');
      if (problem) throw problem.reason;
    }
    return finish();
  }
}

const notStarted: ZoneResult = { status: 'untouched', text: 'Not started.' };

/** Zones that were not applied, or whose changes the read-back did not confirm. */
const unhealthy = (zones: readonly PlannedZone[], checkpoints: Checkpoints): (ZoneResult | undefined)[] =>
  zones
    .map(({ zone }) => checkpoints.of(zone)?.result)
    .filter((result) => result?.status !== 'applied' || result.seen !== undefined);

const allHealthy = (zones: readonly PlannedZone[], checkpoints: Checkpoints): boolean =>
  unhealthy(zones, checkpoints).length === 0;

function stoppedAfterCanary(zones: readonly PlannedZone[], checkpoints: Checkpoints): string {
  const bad = unhealthy(zones.slice(0, canary), checkpoints);
  const what = bad.some((result) => result?.status === 'applied') ? 'failed or could not be confirmed' : 'failed';
  const rest = zones.length - canary;
  return `Stopped: ${bad.length} of the first ${canary} zones ${what}. The other ${rest === 1 ? 'one was' : `${rest} were`} not started.`;
}

function keepsFailing(zones: readonly PlannedZone[], checkpoints: Checkpoints): boolean {
  const results = zones.flatMap(({ zone }) => checkpoints.of(zone)?.result ?? []);
  const latest = results.slice(-maxFailures);
  return latest.length === maxFailures && latest.every(({ status }) => status === 'failed');
}
