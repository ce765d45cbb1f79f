import { type Outcome, withReason } from '../../../domain/proposal.ts';
import { AppError } from '../../../lib/errors.ts';
import { canonicalJson } from '../../../lib/json.ts';
import type { MessageRef } from '../../../ports/notifier.ts';
import type { Services } from '../../context.ts';
import type { ApprovalRequest } from '../request/request.ts';
import { executePlan } from './execute-plan.ts';
import { recordOutcome } from './record-outcome.ts';
import { attachReplan } from './replan.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

/** When to recheck next: with growing intervals, the last time a day after the request ended. */
export const nextRecheckAt = ({ closedAt }: Pick<ApprovalRequest, 'closedAt'>, now: number): number => {
  const ended = closedAt ?? now;
  return Math.min(now + Math.max(minute, now - ended), Math.max(ended + day, now + minute));
};

/** Finds out how an apply really ended, by reading only. Returns whether to recheck once more. */
export async function recheck(
  services: Services,
  request: ApprovalRequest,
  message: MessageRef | undefined,
): Promise<boolean> {
  const lastTry = services.clock.now() >= (request.closedAt ?? 0) + day;
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
export async function partialOutcome(services: Services, request: ApprovalRequest): Promise<Outcome | undefined> {
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
