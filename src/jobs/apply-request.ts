import type { Command } from '../commands/define.ts';
import type { ApprovalRequest } from '../core/approval/request.ts';
import { AppError, passes } from '../core/errors.ts';
import type { Json } from '../core/json.ts';
import type { Outcome, RunState, Unfinished } from '../core/plan.ts';
import { amendRequest, findRequest } from '../services/approvals/amend-request.ts';
import { auditFact } from '../services/approvals/audit-fact.ts';
import { changedJob } from '../services/approvals/jobs.ts';
import type { Services } from '../services/context.ts';
import { slackTime } from '../views/block-kit.ts';
import { carryOut } from './carry-out.ts';
import { withInstead } from './instead.ts';
import { backoff, type InTurnHandler } from './job-loop.ts';
import { lookAgain, nextLook, writtenSoFar } from './look-again.ts';
import type { Progress } from './progress-message.ts';
import { showRun } from './run-progress.ts';
import { settle } from './settle.ts';

const maxAttempts = 8;

/** What an apply in several steps keeps in its job. */
interface Data {
  readonly id: string;
  readonly progress?: Progress;
  readonly run?: RunState;
  /** Attempts at the time of the last step: each step has its own. */
  readonly attempts?: number;
}

/**
 * Carries an approved plan out: as the requester, with the roles the requester has now. May run again after a crash;
 * the journal and the state of the world tell what is left. What could not be seen when it ended is looked at again.
 */
export function applyRequest(
  services: Services,
  registry: readonly Command[],
  onBug: (error: unknown) => string,
): InTurnHandler {
  return {
    /** One at a time in each zone. */
    async keys({ teamId, data }) {
      const { id } = data as unknown as Data;
      const { zones } = (await findRequest(services, teamId, id)).proposal;
      return (zones.length > 0 ? zones : [id]).map((key) => `${teamId}:${key}`);
    },
    async run(job) {
      const { id, progress = {}, attempts: before = 0 } = job.data as unknown as Data;
      let { run } = job.data as unknown as Data;
      const attempts = job.attempts - before;
      const request = await findRequest(services, job.teamId, id);
      const isOver = request.status !== 'approved';
      if (isOver && !request.outcome?.again) return undefined;
      const started = services.clock.now();
      if (isOver) {
        const again = await lookAgain(services, registry, request, progress.message);
        return again ? { runAt: nextLook(request, started), data: job.data } : undefined;
      }
      await services.stores.audit.append(
        auditFact({ ...request, version: 0 }, 'apply.started', request.requester, started),
      );
      let outcome: Outcome | Unfinished;
      try {
        outcome = await carryOut(services, registry, request, { lastTry: attempts >= maxAttempts });
        if (outcome.status === 'unfinished') run = outcome.run;
        if ('trouble' in outcome) throw outcome.trouble;
      } catch (error) {
        const wait = retryLater(error, attempts, services.clock.now());
        if (wait !== undefined && error instanceof AppError) {
          await sayWaiting(services, request, error.message, wait);
          const rest = run && { ...run, now: error.message, restsUntil: wait };
          const shown = rest ? await showRun(services, request, rest, progress) : progress;
          return { runAt: wait, data: { id, run, progress: shown, attempts: before } as unknown as Json };
        }
        const why = inWords(error, onBug);
        const written = await writtenSoFar(services, registry, request);
        const status = error instanceof AppError && error.code === 'drift' ? 'refused' : 'failed';
        outcome = written ? { ...written, status: 'failed', text: `${why} ${written.text}` } : { status, text: why };
      }
      if (outcome.status === 'unfinished') {
        const shown = await showRun(services, request, outcome.run, progress);
        return {
          runAt: services.clock.now(),
          data: { id, run: outcome.run, progress: shown, attempts: job.attempts } as unknown as Json,
        };
      }
      await settle(services, request, await withInstead(services, registry, request, outcome), progress.message);
      return outcome.again
        ? { runAt: nextLook({}, services.clock.now()), data: { id, progress } as unknown as Json }
        : undefined;
    },
  };
}

/** When it makes sense to try again by itself; undefined: a person has to look. */
function retryLater(error: unknown, attempts: number, now: number): number | undefined {
  if (!(error instanceof AppError) || attempts >= maxAttempts) return undefined;
  if (error.code === 'rate_limited') return Math.max(error.retryAt ?? 0, now + 1000);
  return passes(error) ? now + backoff(attempts) : undefined;
}

const inWords = (error: unknown, onBug: (error: unknown) => string): string =>
  error instanceof AppError
    ? [error.message, error.hint].filter(Boolean).join(' ')
    : `Something went wrong on our side (reference \`${onBug(error)}\`). Look at the records before you ask again.`;

async function sayWaiting(services: Services, request: ApprovalRequest, why: string, until: number): Promise<void> {
  await amendRequest(services, request, (latest) => {
    const next = { ...latest, progress: `${why} Goes on by itself ${slackTime(until)}.`, version: latest.version + 1 };
    return { next, jobs: [changedJob(next, services.clock.now())] };
  });
}
