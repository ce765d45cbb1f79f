import type { Outcome, RunState, Unfinished } from '../../../domain/proposal.ts';
import { AppError } from '../../../lib/errors.ts';
import type { Json } from '../../../lib/json.ts';
import { withReason } from '../../../lib/with-reason.ts';
import { slackTime } from '../../../ui/block-kit.ts';
import type { Command } from '../../commands/define.ts';
import type { Services } from '../../context.ts';
import type { Progress } from '../../jobs/progress-message.ts';
import { backoff, type SerializedHandler } from '../../jobs/runner.ts';
import { amendRequest, findRequest } from '../request/amend-request.ts';
import { auditFact } from '../request/audit-fact.ts';
import type { ApprovalRequest } from '../request/request.ts';
import { changedJob } from '../request/request-jobs.ts';
import { executePlan } from './execute-plan.ts';
import { nextRecheckAt, partialOutcome, recheck } from './recheck-request.ts';
import { recordOutcome } from './record-outcome.ts';
import { attachReplan } from './replan.ts';
import { shouldRetry } from './should-retry.ts';
import { showRun } from './show-run.ts';

const MAX_ATTEMPTS = 8;
/** Rate limits are waited out until this long after the decision. */
const DAY_MS = 24 * 60 * 60_000;

/** What an apply in several steps stores in its job. */
interface ApplyJobData {
  readonly id: string;
  readonly progress?: Progress;
  readonly run?: RunState;
  /** Attempts that do not count: those before the last progress, and those delayed by a rate limit. */
  readonly attempts?: number;
}

/**
 * Applies an approved plan as the requester, with the roles the requester has now. May run again after a crash: the
 * journal and the live records tell what is left. An outcome that could not be read is rechecked later.
 */
export function applyRequest(
  services: Services,
  registry: readonly Command[],
  onBug: (error: unknown) => string,
): SerializedHandler {
  return {
    /** One apply at a time per zone. */
    async keys({ teamId, data }) {
      const { id } = data as unknown as ApplyJobData;
      const { zones } = (await findRequest(services, teamId, id)).proposal;
      return (zones.length > 0 ? zones : [id]).map((key) => `${teamId}:${key}`);
    },
    async run(job) {
      const { id, progress = {}, attempts: before = 0 } = job.data as unknown as ApplyJobData;
      let { run } = job.data as unknown as ApplyJobData;
      const done = run?.done ?? 0;
      const request = await findRequest(services, job.teamId, id);
      const isClosed = request.status !== 'approved';
      if (isClosed && !request.outcome?.needsRecheck) return undefined;
      const started = services.clock.now();
      if (isClosed) {
        const stillOpen = await recheck(services, registry, request, progress.message);
        return stillOpen ? { runAt: nextRecheckAt(request, started), data: job.data } : undefined;
      }
      const startFact = auditFact({ ...request, version: 0 }, 'apply.started', request.requester, started);
      // Whatever a crash takes of it comes again with the outcome.
      await services.stores.audit.append(startFact, { lazily: true });
      const attempts = job.attempts - before;
      const attempt = { lastTry: attempts >= MAX_ATTEMPTS, outOfTime: started >= deadline(request) };
      let outcome: Outcome | Unfinished;
      try {
        outcome = await executePlan(services, registry, request, attempt);
        if (outcome.status === 'unfinished') run = outcome.run;
        if ('error' in outcome) throw outcome.error;
      } catch (error) {
        if (error instanceof AppError && shouldRetry(error, attempt)) {
          const retryAt = nextAttemptAt(error, attempts, services.clock.now(), deadline(request));
          const uncountedAttempts =
            run && run.done > done ? job.attempts : error.code === 'rate_limited' ? before + 1 : before;
          await showWaiting(services, request, error.message, retryAt);
          const paused = run && { ...run, now: error.message, restsUntil: retryAt };
          const shownProgress = paused ? await showRun(services, request, paused, progress) : progress;
          return {
            runAt: retryAt,
            data: { id, run, progress: shownProgress, attempts: uncountedAttempts } as unknown as Json,
          };
        }
        const reason = errorText(error, onBug);
        const written = await partialOutcome(services, registry, request);
        const status = error instanceof AppError && error.code === 'drift' ? 'refused' : 'failed';
        outcome = written ? withReason(written, reason) : { status, text: reason };
      }
      if (outcome.status === 'unfinished') {
        const shownProgress = await showRun(services, request, outcome.run, progress);
        return {
          runAt: services.clock.now(),
          data: { id, run: outcome.run, progress: shownProgress, attempts: job.attempts } as unknown as Json,
        };
      }
      await recordOutcome(services, request, await attachReplan(services, registry, request, outcome), {
        message: progress.message,
        facts: [startFact],
      });
      return outcome.needsRecheck
        ? { runAt: nextRecheckAt({}, services.clock.now()), data: { id, progress } as unknown as Json }
        : undefined;
    },
  };
}

const deadline = ({ decisions, createdAt }: ApprovalRequest): number => (decisions.at(-1)?.at ?? createdAt) + DAY_MS;

function nextAttemptAt({ code, retryAt = 0 }: AppError, attempts: number, now: number, end: number): number {
  return code === 'rate_limited' ? Math.max(Math.min(retryAt, end), now + 1000) : now + backoff(attempts);
}

const errorText = (error: unknown, onBug: (error: unknown) => string): string =>
  error instanceof AppError
    ? [error.message, error.hint].filter(Boolean).join(' ')
    : `Something went wrong on our side (reference \`${onBug(error)}\`). Look at the records before you ask again.`;

async function showWaiting(services: Services, request: ApprovalRequest, reason: string, until: number): Promise<void> {
  await amendRequest(services, request, (latest) => {
    const next = {
      ...latest,
      progress: `${reason} Goes on by itself ${slackTime(until)}.`,
      version: latest.version + 1,
    };
    return { next, jobs: [changedJob(next, services.clock.now())] };
  });
}
