import type { Command } from '../commands/define.ts';
import type { ApprovalRequest } from '../core/approval/request.ts';
import { because } from '../core/because.ts';
import { AppError } from '../core/errors.ts';
import { canonicalJson } from '../core/json.ts';
import type { Outcome } from '../core/plan.ts';
import type { MessageRef } from '../ports/notifier.ts';
import { findRequest } from '../services/approvals/amend-request.ts';
import type { Services } from '../services/context.ts';
import { carryOut } from './carry-out.ts';
import { withInstead } from './instead.ts';
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
  const said = because(found, request.outcome?.why);
  if (!saysTheSame(said, request.outcome)) {
    // Once all of it is seen to be as wished, it does not matter any more what was in the way.
    const now = found.status === 'applied' && !found.again ? found : said;
    await settle(services, request, await withInstead(services, registry, request, now), message);
  }
  return found.again === true;
}

type Known = Pick<Outcome, 'text' | 'lines' | 'written' | 'again'>;

/** By what is known of the zones; all else there is to say was said when it ended. */
const saysTheSame = (...outcomes: readonly [Known, Known | undefined]): boolean => {
  const [found, before] = outcomes.map((one) => canonicalJson([one?.text, one?.lines, one?.written, one?.again]));
  return found === before;
};

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
