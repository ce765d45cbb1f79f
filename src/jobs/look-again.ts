import type { Command } from '../commands/define.ts';
import type { ApprovalRequest } from '../core/approval/request.ts';
import { AppError } from '../core/errors.ts';
import { canonicalJson } from '../core/json.ts';
import type { Outcome } from '../core/plan.ts';
import type { MessageRef } from '../ports/notifier.ts';
import { findRequest } from '../services/approvals/amend-request.ts';
import type { Services } from '../services/context.ts';
import { carryOut } from './carry-out.ts';
import { settle } from './settle.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

/** When a request that could not be seen through is looked at next: ever more rarely, and last a day after it ended. */
export const nextLook = ({ closedAt }: Pick<ApprovalRequest, 'closedAt'>, now: number): number => {
  const ended = closedAt ?? now;
  return Math.min(now + Math.max(minute, now - ended), Math.max(ended + day, now + minute));
};

/** Finds out how a request really ended, once that can be seen. Writes nothing; tells whether to look once more. */
export async function lookAgain(
  services: Services,
  registry: readonly Command[],
  request: ApprovalRequest,
  message: MessageRef | undefined,
): Promise<boolean> {
  const lastTry = services.clock.now() >= (request.closedAt ?? 0) + day;
  const found = await carryOut(services, registry, request, { lastTry, looking: true }).catch(unlessOurs);
  if (!found) return !lastTry;
  if (found.status === 'unfinished') throw new Error(`Request ${request.id} is over, and yet unfinished.`);
  const { inverse: _, ...said } = found;
  if (canonicalJson(said) !== canonicalJson(request.outcome)) await settle(services, request, found, message);
  return found.again === true;
}

/** What an apply that cannot go on has written by then, where it has written anything. */
export async function writtenSoFar(
  services: Services,
  registry: readonly Command[],
  { teamId, id }: ApprovalRequest,
): Promise<Outcome | undefined> {
  const request = await findRequest(services, teamId, id);
  if (!request.proposal.dns || request.journal === undefined) return undefined;
  // Why it cannot go on is told already; where that keeps us from looking too, it is all that is told.
  const found = await carryOut(services, registry, request, { lastTry: false, looking: true }).catch(() => undefined);
  return found && found.status !== 'unfinished' && found.written ? found : undefined;
}

/** What keeps us from looking now may be over at the next look. */
function unlessOurs(error: unknown): undefined {
  if (!(error instanceof AppError)) throw error;
}
