import type { Command } from '../commands/define.ts';
import type { ApprovalRequest } from '../core/approval/request.ts';
import { because } from '../core/because.ts';
import { AppError } from '../core/errors.ts';
import type { Json } from '../core/json.ts';
import type { Outcome, RunState, Unfinished } from '../core/plan.ts';
import { amendRequest, findRequest } from '../services/approvals/amend-request.ts';
import { auditFact } from '../services/approvals/audit-fact.ts';
import { changedJob } from '../services/approvals/jobs.ts';
import type { Services } from '../services/context.ts';
import { triedAgain } from '../services/tried-again.ts';
import { slackTime } from '../views/block-kit.ts';
import { carryOut } from './carry-out.ts';
import { withInstead } from './instead.ts';
import { backoff, type InTurnHandler } from './job-loop.ts';
import { lookAgain, nextLook, writtenSoFar } from './look-again.ts';
import type { Progress } from './progress-message.ts';
import { showRun } from './run-progress.ts';
import { settle } from './settle.ts';

const maxAttempts = 8;
/** So long after the decision an API that still asks to wait is not waited for any more. */
const day = 24 * 60 * 60_000;

/** What an apply in several steps keeps in its job. */
interface Data {
  readonly id: string;
  readonly progress?: Progress;
  readonly run?: RunState;
  /** Attempts that do not count: those up to the last step, as each has its own, and those that an API asked to wait. */
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
      const done = run?.done ?? 0;
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
      const attempts = job.attempts - before;
      const attempt = { lastTry: attempts >= maxAttempts, outOfTime: started >= deadline(request) };
      let outcome: Outcome | Unfinished;
      try {
        outcome = await carryOut(services, registry, request, attempt);
        if (outcome.status === 'unfinished') run = outcome.run;
        if ('trouble' in outcome) throw outcome.trouble;
      } catch (error) {
        if (error instanceof AppError && triedAgain(error, attempt)) {
          const wait = nextTry(error, attempts, services.clock.now(), deadline(request));
          const uncounted = run && run.done > done ? job.attempts : error.code === 'rate_limited' ? before + 1 : before;
          await sayWaiting(services, request, error.message, wait);
          const rest = run && { ...run, now: error.message, restsUntil: wait };
          const shown = rest ? await showRun(services, request, rest, progress) : progress;
          return { runAt: wait, data: { id, run, progress: shown, attempts: uncounted } as unknown as Json };
        }
        const why = inWords(error, onBug);
        const written = await writtenSoFar(services, registry, request);
        const status = error instanceof AppError && error.code === 'drift' ? 'refused' : 'failed';
        outcome = written ? because(written, why) : { status, text: why };
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

const deadline = ({ decisions, createdAt }: ApprovalRequest): number => (decisions.at(-1)?.at ?? createdAt) + day;

function nextTry({ code, retryAt = 0 }: AppError, attempts: number, now: number, end: number): number {
  return code === 'rate_limited' ? Math.max(Math.min(retryAt, end), now + 1000) : now + backoff(attempts);
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
