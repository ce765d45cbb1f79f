import { withReason } from '../../core/because.ts';
import type { DnsPlan } from '../../core/dns/dns-plan.ts';
import type { PlannedZone } from '../../core/dns/planned-zone.ts';
import { signed } from '../../core/dns/sign-plan.ts';
import { outcomeOf, type ZoneResult } from '../../core/dns/zone-result.ts';
import { AppError } from '../../core/errors.ts';
import type { Unfinished } from '../../core/plan.ts';
import type { CommandContext, Journal } from '../context.ts';
import { applyOne, lookAtOne } from './apply-one.ts';
import { type Checkpoints, checkpointsOf, runState } from './run-zones.ts';

/** So many zones go first; more are begun only when all of these are well. */
const canary = 3;
const sideBySide = 4;
/** Milliseconds of work between two words about how far it is. */
const stretch = 3_000;
/** So many failures one after the other are not about single zones. */
const mostFailures = 3;

type DnsOutcome = ReturnType<typeof outcomeOf>;

/**
 * Carries a DNS plan out, each zone with a result of its own. Up to three zones are done in one go; more are a run:
 * three first, then the others, in stretches between which everybody sees how far it is and approvers can stop it. A run
 * lets what is done in one go pass.
 */
export async function applyDnsPlan(
  ctx: CommandContext,
  given: DnsPlan,
  journal: Journal,
): Promise<DnsOutcome | Unfinished> {
  const { zones } = signed(given, ctx.request ?? '');
  const checkpoints = checkpointsOf(journal);
  const isRun = zones.length > canary;
  const how = { ...journal, alone: zones.length === 1, lane: isRun ? 'background' : 'apply' } as const;
  const apply = (planned: PlannedZone) => applyOne(ctx, planned, checkpoints, how);
  const over = (why?: string): DnsOutcome =>
    withReason(
      outcomeOf(zones.map((planned) => ({ planned, result: checkpoints.of(planned.zone)?.result ?? untouched }))),
      why,
    );
  const stopped = (): DnsOutcome => ({ ...over(), stopped: true });

  if (journal.mode === 'recheck') {
    for (const planned of zones) await lookAtOne(ctx, planned, checkpoints, journal);
    return (await journal.stopped?.()) && zones.some(({ zone }) => !checkpoints.of(zone)?.result) ? stopped() : over();
  }
  const state = (now: string): Unfinished => ({ status: 'unfinished', run: runState(zones, checkpoints, now) });
  if (isRun && checkpoints.fresh) {
    await checkpoints.begin();
    return state(`${canary} zones go first.`);
  }
  try {
    return isRun ? await inStages() : await inOneGo();
  } catch (trouble) {
    if (trouble instanceof AppError && trouble.code === 'rate_limited' && journal.outOfTime)
      return over(`${trouble.message} A day has passed, so nothing else was begun.`);
    if (!isRun) throw trouble;
    return { ...state('Something is in the way.'), error: trouble };
  }

  async function inOneGo(): Promise<DnsOutcome> {
    for (const planned of zones) await apply(planned);
    return over();
  }

  async function inStages(): Promise<DnsOutcome | Unfinished> {
    const first = zones.slice(0, canary);
    const left = (some: readonly PlannedZone[]) => some.filter(({ zone }) => !checkpoints.of(zone)?.result);
    /** What was begun has its result before the run is over. */
    const isStopped = async (): Promise<boolean> => {
      if (!(await journal.stopped?.())) return false;
      for (const planned of left(zones).filter(({ zone }) => checkpoints.of(zone))) await apply(planned);
      return true;
    };
    if (left(first).length > 0) {
      for (const planned of left(first)) {
        if (await isStopped()) return stopped();
        await apply(planned);
      }
      if (areWell(first, checkpoints)) return state(`The first ${canary} zones are well; the others follow.`);
    }
    if (!areWell(first, checkpoints))
      return over(`One of the first ${canary} zones was not well, so no other was begun.`);

    const end = ctx.clock.now() + stretch;
    for (let rest = left(zones); rest.length > 0; rest = left(zones)) {
      if (await isStopped()) return stopped();
      if (isHopeless(zones, checkpoints)) return over(`${mostFailures} zones in a row failed, so no other was begun.`);
      if (ctx.clock.now() >= end) return state('Writing zone after zone.');
      const settled = await Promise.allSettled(rest.slice(0, sideBySide).map(apply));
      const problem = settled.find((one) => one.status === 'rejected');
      if (problem) throw problem.reason;
    }
    return over();
  }
}

const untouched: ZoneResult = { status: 'untouched', text: 'Not begun.' };

/** As wished, and seen to be so. */
const areWell = (zones: readonly PlannedZone[], checkpoints: Checkpoints): boolean =>
  zones.every(({ zone }) => {
    const result = checkpoints.of(zone)?.result;
    return result?.status === 'applied' && !result.seen;
  });

function isHopeless(zones: readonly PlannedZone[], checkpoints: Checkpoints): boolean {
  const results = zones.flatMap(({ zone }) => checkpoints.of(zone)?.result ?? []);
  const latest = results.slice(-mostFailures);
  return latest.length === mostFailures && latest.every(({ status }) => status === 'failed');
}
