import type { ApprovalRequest } from '../../core/approval/request.ts';
import type { CommandContext } from '../context.ts';
import type { MailImpactSteps } from '../dns/verdict.ts';
import { within } from '../within.ts';
import { amendRequest } from './amend-request.ts';
import { changedJob } from './jobs.ts';

type Lines = readonly string[];

/**
 * Milliseconds after which a card does not wait for live DNS, counted from the command: reading the zone takes its part
 * of them. What comes later is put on it when it comes.
 */
const patience = 300;
/** What a resolver close by is given in any case. */
const least = 50;

/**
 * What there is of a verdict when the card cannot wait any longer, and afterwards, step by step, what comes later.
 * Never throws: a card does not depend on it.
 */
export function listenTo(
  { clock, reference, askedAt = clock.now() }: Pick<CommandContext, 'clock' | 'reference' | 'askedAt'>,
  verdict: MailImpactSteps,
) {
  const quick = verdict.quick.catch(
    (error: unknown): Lines => [`Not known: it could not be worked out (reference \`${reference(error)}\`)`],
  );
  const steps = [quick, verdict.complete.catch(() => quick)];
  const told: Lines[] = [];
  const all = steps.reduce(
    (before, step) =>
      before.then(async () => {
        told.push(await step);
      }),
    Promise.resolve(),
  );
  const inTime = within(clock, Math.max(least, askedAt + patience - clock.now()), all).then(() => ({
    lines: told.at(-1),
    steps: told.length,
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

/** Puts it on the cards of a request that still waits. */
export async function addVerdict(ctx: CommandContext, request: ApprovalRequest, verdict: Lines): Promise<void> {
  try {
    await amendRequest(ctx, request, (latest) => {
      if (latest.status !== 'pending') return undefined;
      const next = { ...latest, verdict, version: latest.version + 1 };
      return { next, jobs: [changedJob(next, ctx.clock.now())] };
    });
  } catch (error) {
    ctx.reference(error);
  }
}
