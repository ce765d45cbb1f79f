import { withTimeout } from '../../../lib/with-timeout.ts';
import type { CommandContext, Enrichment } from '../../context.ts';
import { amendRequest } from '../request/amend-request.ts';
import type { ApprovalRequest } from '../request/request.ts';
import { changedJob } from '../request/request-jobs.ts';

type Lines = readonly string[];

/**
 * How long a card waits for them, in milliseconds since the command was sent; making the plan is part of that. Later lines
 * are added to the card.
 */
const CARD_WAIT_MS = 300;
/** Minimum wait, enough for a nearby resolver. */
const MIN_WAIT_MS = 50;

/** The lines as far as they are known when the card has to be posted, then each later step. Never throws. */
export function collectEnrichment(
  { clock, reference, askedAt = clock.now() }: Pick<CommandContext, 'clock' | 'reference' | 'askedAt'>,
  enrichment: Enrichment,
) {
  const steps: Promise<Lines>[] = [];
  for (const step of enrichment.steps) {
    const before = steps.at(-1);
    steps.push(
      step.catch((error: unknown) => before ?? [`Unknown: the check failed (reference \`${reference(error)}\`)`]),
    );
  }
  const received: Lines[] = [];
  const all = steps.reduce(
    (before, step) =>
      before.then(async () => {
        received.push(await step);
      }),
    Promise.resolve(),
  );
  const inTime = withTimeout(clock, Math.max(MIN_WAIT_MS, askedAt + CARD_WAIT_MS - clock.now()), all).then(() => ({
    lines: received.at(-1),
    steps: received.length,
  }));
  return {
    inTime: inTime.then(({ lines }) => lines),
    async rest(add: (lines: Lines) => Promise<void>): Promise<void> {
      const shown = await inTime;
      let last = shown.lines?.join();
      for (const step of steps.slice(shown.steps)) {
        const lines = await step;
        if (lines.join() !== last) await add(lines);
        last = lines.join();
      }
    },
  };
}

/** Adds the lines to the cards of a pending request. */
export async function addEnrichment(
  ctx: CommandContext,
  request: ApprovalRequest,
  enrichment: NonNullable<ApprovalRequest['enrichment']>,
): Promise<void> {
  try {
    await amendRequest(ctx, request, (latest) => {
      if (latest.status !== 'pending') return undefined;
      const next = { ...latest, enrichment, version: latest.version + 1 };
      return { next, jobs: [changedJob(next, ctx.clock.now())] };
    });
  } catch (error) {
    ctx.reference(error);
  }
}
