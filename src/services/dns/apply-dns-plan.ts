import { z } from 'zod';
import type { DnsPlan } from '../../core/dns/dns-plan.ts';
import type { Zone } from '../../core/dns/record.ts';
import { signed } from '../../core/dns/sign-plan.ts';
import { type FinishedZone, outcomeOf, ZoneResult } from '../../core/dns/zone-result.ts';
import { AppError } from '../../core/errors.ts';
import type { Json } from '../../core/json.ts';
import type { CommandContext, Journal } from '../context.ts';
import { applyZone } from './apply-zone.ts';
import { homeOf } from './homes.ts';
import { keepReading } from './keep-reading.ts';

/** `batches` were sent, and the next one may have been; once there is a result the zone is never touched again. */
interface ZoneProgress {
  readonly batches: number;
  readonly result?: ZoneResult;
}
const Progress = z.object({
  zones: z.record(z.string(), z.object({ batches: z.int(), result: ZoneResult.exactOptional() })),
});

/** Carries a DNS plan out, zone by zone, each with a result of its own. */
export async function applyDnsPlan(
  ctx: CommandContext,
  given: DnsPlan,
  journal: Journal,
): Promise<ReturnType<typeof outcomeOf>> {
  const { teamId } = ctx.actor;
  const plan = signed(given, ctx.request ?? '');
  const progress = new Map<string, ZoneProgress>(Object.entries(Progress.safeParse(journal.read()).data?.zones ?? {}));
  const keep = async (zone: Zone, step: ZoneProgress) => {
    progress.set(keyOf(zone), step);
    await journal.save({ zones: Object.fromEntries(progress) } as unknown as Json);
  };
  const finished: FinishedZone[] = [];
  for (const planned of plan.zones) {
    const { zone } = planned;
    const before = progress.get(keyOf(zone));
    const result =
      before?.result ??
      (await resultOf(
        journal,
        () => progress.has(keyOf(zone)),
        async () =>
          applyZone({
            home: await homeOf(ctx, teamId, zone, 'apply'),
            plan: planned,
            ours: before !== undefined,
            seen: (when, sets) => keepReading(ctx, zone, sets, when),
            checkpoint: (batches) => keep(zone, { batches: (before?.batches ?? 0) + batches }),
          }),
      ));
    finished.push({ planned, result });
    if (!before?.result && finished.length < plan.zones.length)
      await keep(zone, { batches: progress.get(keyOf(zone))?.batches ?? 0, result });
  }
  return outcomeOf(finished);
}

const keyOf = ({ home, id }: Zone): string => `${home}/${id}`;

/** What may pass by itself is thrown as long as there will be another attempt; then it is a result like any other. */
async function resultOf(
  { lastTry }: Journal,
  sent: () => boolean,
  work: () => Promise<ZoneResult>,
): Promise<ZoneResult> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof AppError) || (passes(error) && !lastTry)) throw error;
    const why = error.message;
    const what = sent()
      ? 'It is not known whether all of it was written: look at the records before you ask again.'
      : 'Nothing was changed.';
    return { status: 'failed', text: `${why} ${what}` };
  }
}

const passes = ({ code }: AppError): boolean =>
  code === 'rate_limited' || code === 'upstream_unavailable' || code === 'unknown_outcome';
