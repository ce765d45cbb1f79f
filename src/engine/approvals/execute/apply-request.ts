import { type Outcome, type Unfinished, withReason } from '../../../domain/proposal.ts';
import { AppError } from '../../../lib/errors.ts';
import { slackTime } from '../../../ui/block-kit.ts';
import type { Services } from '../../context.ts';
import { defineJob } from '../../jobs/define-job.ts';
import { backoff } from '../../jobs/runner.ts';
import { amendRequest, findRequest } from '../request/amend-request.ts';
import { auditFact } from '../request/audit-fact.ts';
import type { ApprovalRequest } from '../request/request.ts';
import { applyRequestJob, changedJob } from '../request/request-jobs.ts';
import { executePlan } from './execute-plan.ts';
import { nextRecheckAt, partialOutcome, recheck } from './recheck-request.ts';
import { recordOutcome } from './record-outcome.ts';
import { attachReplan } from './replan.ts';
import { shouldRetry } from './should-retry.ts';
import { showRun } from './show-run.ts';

const MAX_ATTEMPTS = 8;
/** Rate limits are waited out until this long after the decision. */
const DAY_MS = 24 * 60 * 60_000;

/**
 * Applies an approved plan as the requester, with the roles the requester has now. May run again after a crash: the
 * journal and the live records tell what is left. An outcome that could not be read is rechecked later.
 */
export const applyRequest = defineJob({
  ...applyRequestJob,
  /** One apply at a time per key. */
  async locks({ teamId, payload: { id } }, services) {
    const { proposal, locks = proposal.subjects ?? [] } = await findRequest(services, teamId, id);
    return (locks.length > 0 ? locks : [id]).map((key) => `${teamId}:${key}`);
  },
  async run(job, services) {
    const { id, progress = {}, attempts: before = 0 } = job.payload;
    let { run } = job.payload;
    const done = run?.done ?? 0;
    const request = await findRequest(services, job.teamId, id);
    const isClosed = request.status !== 'approved';
    if (isClosed && !request.outcome?.needsRecheck) return undefined;
    const started = services.clock.now();
    if (isClosed) {
      const stillOpen = await recheck(services, request, progress.message);
      return stillOpen ? { runAt: nextRecheckAt(request, started), payload: job.payload } : undefined;
    }
    const startFact = auditFact({ ...request, version: 0 }, 'apply.started', request.requester, started);
    // Whatever a crash takes of it comes again with the outcome.
    await services.stores.audit.append(startFact, { lazily: true });
    const attempts = job.attempts - before;
    const attempt = { lastTry: attempts >= MAX_ATTEMPTS, outOfTime: started >= deadline(request) };
    let outcome: Outcome | Unfinished;
    try {
      outcome = await executePlan(services, request, attempt);
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
          payload: { id, ...(run && { run }), progress: shownProgress, attempts: uncountedAttempts },
        };
      }
      const reason = errorText(error, services.reference);
      const written = await partialOutcome(services, request);
      const status = error instanceof AppError && error.code === 'drift' ? 'refused' : 'failed';
      outcome = written ? withReason(written, reason) : { status, text: reason };
    }
    if (outcome.status === 'unfinished') {
      const shownProgress = await showRun(services, request, outcome.run, progress);
      return {
        runAt: services.clock.now(),
        payload: { id, run: outcome.run, progress: shownProgress, attempts: job.attempts },
      };
    }
    await recordOutcome(services, request, await attachReplan(services, request, outcome), {
      message: progress.message,
      facts: [startFact],
    });
    return outcome.needsRecheck
      ? { runAt: nextRecheckAt({}, services.clock.now()), payload: { id, progress } }
      : undefined;
  },
});

const deadline = ({ decisions, createdAt }: ApprovalRequest): number => (decisions.at(-1)?.at ?? createdAt) + DAY_MS;

function nextAttemptAt({ code, retryAt = 0 }: AppError, attempts: number, now: number, end: number): number {
  return code === 'rate_limited' ? Math.max(Math.min(retryAt, end), now + 1000) : now + backoff(attempts);
}

const errorText = (error: unknown, onBug: (error: unknown) => string): string =>
  error instanceof AppError
    ? [error.message, error.hint].filter(Boolean).join(' ')
    : `Something went wrong on our side (reference \`${onBug(error)}\`). Check the records before you ask again.`;

async function showWaiting(services: Services, request: ApprovalRequest, reason: string, until: number): Promise<void> {
  await amendRequest(services, request, (latest) => {
    const next = {
      ...latest,
      progress: `${reason} Resumes automatically ${slackTime(until)}.`,
      version: latest.version + 1,
    };
    return { next, jobs: [changedJob(next, services.clock.now())] };
  });
}
