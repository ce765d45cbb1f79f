import type { Raw } from '../commands/args.ts';
import type { Command } from '../commands/define.ts';
import { applicable } from '../commands/planned.ts';
import { requireRole } from '../commands/run-command.ts';
import { close } from '../core/approval/decide.ts';
import type { ApprovalRequest } from '../core/approval/request.ts';
import { AppError } from '../core/errors.ts';
import type { Json } from '../core/json.ts';
import type { Outcome, RunState, Unfinished } from '../core/plan.ts';
import type { MessageRef } from '../ports/notifier.ts';
import { amendRequest, findRequest } from '../services/approvals/amend-request.ts';
import { auditFact } from '../services/approvals/audit-fact.ts';
import { changedJob } from '../services/approvals/jobs.ts';
import type { CommandContext, Services } from '../services/context.ts';
import { slackTime } from '../views/block-kit.ts';
import { type InTurn, inTurnOfAll } from './in-turn.ts';
import { backoff, type JobHandler } from './job-loop.ts';
import type { Progress } from './progress-message.ts';
import { journalOf } from './request-journal.ts';
import { runResultJob, showRun } from './run-progress.ts';

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
 * the journal and the state of the world tell what is left.
 */
export function applyRequest(
  services: Services,
  registry: readonly Command[],
  inTurn: InTurn,
  onBug: (error: unknown) => string,
): JobHandler {
  return async (job) => {
    const { id, progress = {}, run, attempts: before = 0 } = job.data as unknown as Data;
    const attempts = job.attempts - before;
    const request = await findRequest(services, job.teamId, id);
    if (request.status !== 'approved') return undefined;
    const { zones } = request.proposal;
    const keys = (zones.length > 0 ? zones : [id]).map((key) => `apply:${job.teamId}:${key}`);

    return inTurnOfAll(inTurn, keys, async () => {
      const started = services.clock.now();
      await services.stores.audit.append(
        auditFact({ ...request, version: 0 }, 'apply.started', request.requester, started),
      );
      let outcome: Outcome | Unfinished;
      try {
        outcome = await carryOut(services, registry, request, attempts >= maxAttempts);
      } catch (error) {
        const wait = retryLater(error, attempts, services.clock.now());
        if (wait !== undefined && error instanceof AppError) {
          await sayWaiting(services, request, error.message, wait);
          if (run) await showRun(services, request, { ...run, now: error.message, restsUntil: wait }, progress);
          return { runAt: wait, data: job.data };
        }
        outcome = {
          status: error instanceof AppError && error.code === 'drift' ? 'refused' : 'failed',
          text: [inWords(error, onBug), run && `${run.done} of ${run.total} zones were done before that.`]
            .filter(Boolean)
            .join(' '),
        };
      }
      if (outcome.status === 'unfinished') {
        const shown = await showRun(services, request, outcome.run, progress);
        return {
          runAt: services.clock.now(),
          data: { id, run: outcome.run, progress: shown, attempts: job.attempts } as unknown as Json,
        };
      }
      await settle(services, request, await withInstead(services, registry, request, outcome), progress.message);
      return undefined;
    });
  };
}

async function carryOut(
  services: Services,
  registry: readonly Command[],
  request: ApprovalRequest,
  lastTry: boolean,
): Promise<Outcome | Unfinished> {
  const command = registry.find(({ name }) => name === request.command);
  const plan = await services.stores.plans.get(request.teamId, request.fingerprint);
  if (!command || !plan) throw new Error(`Request ${request.id}: the command or its plan is gone.`);
  const actor = await services.access.actor(request.teamId, request.requester, { live: true });
  requireRole(command, { actor });
  const ctx: CommandContext = { ...services, actor, request: request.id };
  return applicable(command).apply(ctx, plan, journalOf(services, request, lastTry));
}

/** The approvals are void after drift, so whoever asked is shown what the same command would do now. */
async function withInstead(
  services: Services,
  registry: readonly Command[],
  { teamId, requester, command: name, args }: ApprovalRequest,
  outcome: Outcome,
): Promise<Outcome> {
  const command = registry.find((one) => one.name === name);
  if (outcome.status !== 'refused' || command?.kind !== 'planned' || Object.keys(args).length === 0) return outcome;
  try {
    const ctx: CommandContext = { ...services, actor: await services.access.actor(teamId, requester) };
    // Safe because `args` is what this very command was given.
    const found = await command.plan(ctx, args as Raw);
    if ('nothing' in found) return { ...outcome, instead: { title: found.nothing.text, items: [] } };
    const { title, items } = command.describe(found.plan);
    return { ...outcome, instead: { title, items } };
  } catch (error) {
    if (error instanceof AppError) return outcome;
    throw error;
  }
}

/** When it makes sense to try again by itself; undefined: a person has to look. */
function retryLater(error: unknown, attempts: number, now: number): number | undefined {
  if (!(error instanceof AppError) || attempts >= maxAttempts) return undefined;
  if (error.code === 'rate_limited') return Math.max(error.retryAt ?? 0, now + 1000);
  if (error.code === 'upstream_unavailable' || error.code === 'unknown_outcome') return now + backoff(attempts);
  return undefined;
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

async function settle(
  services: Services,
  request: ApprovalRequest,
  outcome: Outcome,
  message: MessageRef | undefined,
): Promise<void> {
  const now = services.clock.now();
  const inverse = outcome.inverse && (await services.stores.plans.put(request.teamId, outcome.inverse));
  await amendRequest(services, request, (latest) => {
    if (latest.status !== 'approved') return undefined;
    const next = close(latest, outcome, inverse, now);
    return {
      next,
      jobs: [
        changedJob(
          next,
          now,
          auditFact(next, `apply.${outcome.status}`, request.requester, now, { text: outcome.text }),
        ),
        ...(message ? [runResultJob(next, message, now)] : []),
      ],
    };
  });
}
