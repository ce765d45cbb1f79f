import type { AuditFact } from '../../../domain/audit/audit-chain.ts';
import { type Outcome, type Proposal, type Unfinished, withReason } from '../../../domain/proposal.ts';
import { AppError, isTransient } from '../../../lib/errors.ts';
import { canonicalJson, fingerprint } from '../../../lib/json.ts';
import type { MessageRef } from '../../../ports/notifier.ts';
import { slackTime } from '../../../ui/block-kit.ts';
import type { Raw } from '../../commands/arguments.ts';
import { applicable, planAndDescribe, proposalOfCall, requireRole } from '../../commands/run-command.ts';
import type { CommandContext, Journal, PlannedCommand, Services } from '../../context.ts';
import { defineJob } from '../../jobs/define-job.ts';
import { backoff } from '../../jobs/runner.ts';
import {
  amendRequest,
  applyRequestJob,
  auditFact,
  changedJob,
  findRequest,
  undoOverJob,
} from '../request/amend-request.ts';
import { canUndo, closeWithOutcome } from '../request/decide.ts';
import type { ApprovalRequest } from '../request/request.ts';
import { commandOf } from '../undo-request.ts';
import { runResult, showRun } from './show-run.ts';
import { assertStillApproved, nameOf } from './still-approved.ts';

const MAX_ATTEMPTS = 8;
const MINUTE_MS = 60_000;
/** Rate limits are waited out until this long after the decision, and rechecks end this long after the request. */
const DAY_MS = 24 * 60 * MINUTE_MS;

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

/** Which attempt of an apply it is. */
type Attempt = Pick<Journal, 'lastTry' | 'outOfTime' | 'mode'>;

/**
 * Whether an apply is attempted again after this error. Rate limits do not count as attempts: they are waited out until
 * the deadline.
 */
export const shouldRetry = (
  error: AppError,
  { lastTry, outOfTime = false }: Pick<Attempt, 'lastTry' | 'outOfTime'>,
): boolean => isTransient(error) && !(error.code === 'rate_limited' ? outOfTime : lastTry);

/** The journal of a request that is being applied or rechecked. */
async function openJournal(services: Services, { teamId, id }: ApprovalRequest, attempt: Attempt): Promise<Journal> {
  const { journals } = services.stores;
  let current = await journals.get(teamId, id);
  return {
    ...attempt,
    read: () => current,
    async save(progress, options) {
      await journals.put(teamId, id, progress, options);
      current = progress;
    },
    stopped: async () => (await findRequest(services, teamId, id)).stop !== undefined,
  };
}

/**
 * One attempt to apply a request's plan as the requester, if all who had to agree still may. A recheck needs no role,
 * because it only reads.
 */
async function executePlan(
  services: Services,
  request: ApprovalRequest,
  attempt: Attempt,
): Promise<Outcome | Unfinished> {
  const command = services.registry.find(({ name }) => name === request.command);
  const plan = await services.stores.plans.get(request.teamId, request.fingerprint);
  if (!command || !plan) throw new Error(`Request ${request.id}: its command or plan no longer exists.`);
  const actor = await services.access.actor(request.teamId, request.requester, { live: true });
  const ctx: CommandContext = { ...services, actor, request: request.id };
  const journal = await openJournal(services, request, attempt);
  if (attempt.mode !== 'recheck') {
    requireRole(command, ctx, await nameOf(ctx, request.requester));
    const began = journal.read() !== undefined;
    await assertStillApproved(ctx, command, request, began ? undefined : await proposalOfCall(ctx, command, plan));
  }
  return applicable(command).apply(ctx, plan, journal);
}

/** When to recheck next: with growing intervals, the last time a day after the request ended. */
const nextRecheckAt = ({ closedAt }: Pick<ApprovalRequest, 'closedAt'>, now: number): number => {
  const ended = closedAt ?? now;
  return Math.min(now + Math.max(MINUTE_MS, now - ended), Math.max(ended + DAY_MS, now + MINUTE_MS));
};

/** Finds out how an apply really ended, by reading only. Returns whether to recheck once more. */
async function recheck(
  services: Services,
  request: ApprovalRequest,
  message: MessageRef | undefined,
): Promise<boolean> {
  const lastTry = services.clock.now() >= (request.closedAt ?? 0) + DAY_MS;
  const outcome = await executePlan(services, request, { lastTry, mode: 'recheck' }).catch(ignoreAppError);
  if (!outcome) return !lastTry;
  if (outcome.status === 'unfinished') throw new Error(`Request ${request.id} has ended, but its plan is unfinished.`);
  const withCause = withReason(outcome, request.outcome?.reason);
  if (!isSameOutcome(withCause, request.outcome)) {
    // Once everything is as planned, the earlier error no longer matters.
    const now = outcome.status === 'applied' && !outcome.needsRecheck ? outcome : withCause;
    await recordOutcome(services, request, await attachReplan(services, request, now), { message });
  }
  return outcome.needsRecheck === true;
}

type Comparable = Pick<Outcome, 'text' | 'lines' | 'written' | 'needsRecheck'>;

/** Compares what is known of the subjects; the rest was reported when it ended. */
const isSameOutcome = (...outcomes: readonly [Comparable, Comparable | undefined]): boolean => {
  const [outcome, before] = outcomes.map((one) =>
    canonicalJson([one?.text, one?.lines, one?.written, one?.needsRecheck]),
  );
  return outcome === before;
};

/** What an apply that cannot continue has written so far; undefined if nothing. */
async function partialOutcome(services: Services, request: ApprovalRequest): Promise<Outcome | undefined> {
  const command = services.registry.find(({ name }) => name === request.command);
  if (command?.kind !== 'planned' || !command.rechecks) return undefined;
  if ((await services.stores.journals.get(request.teamId, request.id)) === undefined) return undefined;
  // The error that stopped it is reported anyway, so a failure to read is ignored here.
  const outcome = await executePlan(services, request, { lastTry: false, mode: 'recheck' }).catch(() => undefined);
  return outcome && outcome.status !== 'unfinished' && outcome.written ? outcome : undefined;
}

/** An API error now may be gone at the next recheck. */
function ignoreAppError(error: unknown): undefined {
  if (!(error instanceof AppError)) throw error;
}

/** After drift the approvals are void, so the requester is shown what the same command would do now. */
export async function attachReplan(services: Services, request: ApprovalRequest, outcome: Outcome): Promise<Outcome> {
  if (outcome.status !== 'refused' || Object.keys(request.args).length === 0) return outcome;
  const command = commandOf(services.registry, request);
  if (command?.kind !== 'planned') return outcome;
  const replan = await replanRequest(services, command, request);
  return { ...outcome, ...(replan && { replan }) };
}

async function replanRequest(
  services: Services,
  command: PlannedCommand,
  { teamId, requester, args }: ApprovalRequest,
): Promise<Outcome['replan']> {
  try {
    const ctx: CommandContext = { ...services, actor: await services.access.actor(teamId, requester) };
    // Safe because `args` is what this command was called with.
    const planned = await planAndDescribe(ctx, command, args as Raw);
    if ('proposal' in planned) return { title: planned.proposal.title, ...diffOf(planned.proposal) };
    const { noChange, refused } = planned;
    return { result: refused ? 'refused' : 'nothing', title: noChange.text, ...diffOf(refused ?? { items: [] }) };
  } catch (error) {
    if (!(error instanceof AppError)) {
      // The outcome must be reported anyway.
      services.reference(error);
      return undefined;
    }
    return error.code === 'upstream_unavailable' || error.code === 'rate_limited'
      ? undefined
      : { result: 'refused', title: error.message, items: [] };
  }
}

const diffOf = ({ items, omittedCount }: Pick<Proposal, 'items' | 'omittedCount'>) => ({
  items,
  ...(omittedCount && { omittedCount }),
});

/** Stores the outcome of a request, or a corrected one after a recheck, with the facts and jobs that belong to it. */
export async function recordOutcome(
  services: Services,
  request: ApprovalRequest,
  outcome: Outcome,
  { message, facts = [] }: { message: MessageRef | undefined; facts?: readonly AuditFact[] },
): Promise<void> {
  const now = services.clock.now();
  const inverse = outcome.inverse && fingerprint(outcome.inverse);
  await amendRequest(services, request, (latest) => {
    const isFirstOutcome = latest.status === 'approved';
    if (!isFirstOutcome && !latest.outcome?.needsRecheck) return undefined;
    const next = closeWithOutcome(latest, outcome, inverse, now);
    const { status, text } = outcome;
    const fact = isFirstOutcome
      ? auditFact(next, `apply.${status}`, request.requester, now, { text })
      : auditFact(next, 'apply.found', 'system', now, { status, text });
    return {
      next,
      facts: [...facts, fact],
      ...(inverse && outcome.inverse && { plans: { [inverse]: outcome.inverse } }),
      jobs: [
        changedJob(next, now),
        ...(canUndo(next, now) ? [undoOverJob(next)] : []),
        ...(message ? [runResult.at(now, next.teamId, { id: next.id, message })] : []),
      ],
    };
  });
  if (!outcome.needsRecheck) await services.stores.journals.delete(request.teamId, request.id);
}
