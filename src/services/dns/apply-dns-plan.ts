import type { DnsPlan } from '../../core/dns/dns-plan.ts';
import type { PlannedZone } from '../../core/dns/planned-zone.ts';
import { signed } from '../../core/dns/sign-plan.ts';
import { outcomeOf, type ZoneResult } from '../../core/dns/zone-result.ts';
import { AppError } from '../../core/errors.ts';
import type { Unfinished } from '../../core/plan.ts';
import type { CommandContext, Journal } from '../context.ts';
import { applyZone } from './apply-zone.ts';
import { homeOf } from './homes.ts';
import { keepReading } from './keep-reading.ts';
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
 * three first, then the others, in stretches between which everybody sees how far it is and approvers can stop it.
 */
export async function applyDnsPlan(
  ctx: CommandContext,
  given: DnsPlan,
  journal: Journal,
): Promise<DnsOutcome | Unfinished> {
  const { zones } = signed(given, ctx.request ?? '');
  const checkpoints = checkpointsOf(journal);
  const apply = (planned: PlannedZone) => applyOne(ctx, planned, checkpoints, journal, zones.length > 1);
  const over = (why?: string) =>
    outcomeOf(
      zones.map((planned) => resultOf(planned, checkpoints)),
      why,
    );

  if (zones.length <= canary) {
    const results: ZoneResult[] = [];
    for (const planned of zones) results.push(await apply(planned));
    return outcomeOf(zones.map((planned, index) => ({ planned, result: results[index] ?? untouched })));
  }

  const state = (now: string): Unfinished => ({ status: 'unfinished', run: runState(zones, checkpoints, now) });
  if (checkpoints.fresh) {
    await checkpoints.begin();
    return state(`${canary} zones go first.`);
  }
  const first = zones.slice(0, canary);
  const left = (some: readonly PlannedZone[]) => some.filter(({ zone }) => !checkpoints.of(zone)?.result);
  /** What was begun has its result before the run is over. */
  const stopped = async (): Promise<boolean> => {
    if (!(await journal.stopped?.())) return false;
    for (const planned of left(zones).filter(({ zone }) => checkpoints.of(zone))) await apply(planned);
    return true;
  };
  if (left(first).length > 0) {
    for (const planned of left(first)) {
      if (await stopped()) return over('Stopped.');
      await apply(planned);
    }
    if (areWell(first, checkpoints)) return state(`The first ${canary} zones are well; the others follow.`);
  }
  if (!areWell(first, checkpoints)) return over(`One of the first ${canary} zones is not well, so no other was begun.`);

  const end = ctx.clock.now() + stretch;
  for (let rest = left(zones); rest.length > 0; rest = left(zones)) {
    if (await stopped()) return over('Stopped.');
    if (isHopeless(zones, checkpoints)) return over(`${mostFailures} zones in a row failed, so no other was begun.`);
    if (ctx.clock.now() >= end) return state('Writing zone after zone.');
    const settled = await Promise.allSettled(rest.slice(0, sideBySide).map(apply));
    const problem = settled.find((one) => one.status === 'rejected');
    if (problem) throw problem.reason;
  }
  return over();
}

const untouched: ZoneResult = { status: 'untouched', text: 'Not begun.' };

const resultOf = (planned: PlannedZone, checkpoints: Checkpoints) => ({
  planned,
  result: checkpoints.of(planned.zone)?.result ?? untouched,
});

const areWell = (zones: readonly PlannedZone[], checkpoints: Checkpoints): boolean =>
  zones.every(({ zone }) => checkpoints.of(zone)?.result?.status === 'applied');

function isHopeless(zones: readonly PlannedZone[], checkpoints: Checkpoints): boolean {
  const results = zones.flatMap(({ zone }) => checkpoints.of(zone)?.result ?? []);
  const latest = results.slice(-mostFailures);
  return latest.length === mostFailures && latest.every(({ status }) => status === 'failed');
}

/** A zone that has its result already keeps it. */
async function applyOne(
  ctx: CommandContext,
  plan: PlannedZone,
  checkpoints: Checkpoints,
  journal: Journal,
  oneOfMany: boolean,
): Promise<ZoneResult> {
  const { zone } = plan;
  const before = checkpoints.of(zone);
  if (before?.result) return before.result;
  const work = async () =>
    applyZone({
      home: await homeOf(ctx, ctx.actor.teamId, zone, 'apply'),
      plan,
      ours: before !== undefined,
      seen: (when, sets) => keepReading(ctx, zone, sets, when),
      checkpoint: (batches) =>
        checkpoints.keep(zone, batches === undefined ? undefined : { batches: (before?.batches ?? 0) + batches }),
    });
  const result = await orFailed(ctx, journal, () => checkpoints.of(zone) !== undefined, work);
  if (oneOfMany) await checkpoints.keep(zone, { batches: checkpoints.of(zone)?.batches ?? 0, result });
  return result;
}

/**
 * What may pass by itself is thrown as long as there will be another attempt; then it is a result like any other, and
 * so is what is our own fault: the other zones keep theirs.
 */
async function orFailed(
  { reference }: CommandContext,
  { lastTry }: Journal,
  sent: () => boolean,
  work: () => Promise<ZoneResult>,
): Promise<ZoneResult> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof AppError && passes(error) && !lastTry) throw error;
    const why =
      error instanceof AppError
        ? error.message
        : `Something went wrong on our side (reference \`${reference(error)}\`).`;
    const what = sent()
      ? 'It is not known whether all of it was written: look at the records before you ask again.'
      : 'Nothing was changed.';
    return { status: 'failed', text: `${why} ${what}` };
  }
}

export const passes = ({ code }: AppError): boolean =>
  code === 'rate_limited' || code === 'upstream_unavailable' || code === 'unknown_outcome';
