import type { Outcome, Proposal } from '../../../domain/proposal.ts';
import { AppError } from '../../../lib/errors.ts';
import type { Raw } from '../../commands/arguments.ts';
import { planAndDescribe } from '../../commands/planned.ts';
import type { CommandContext, PlannedCommand, Services } from '../../context.ts';
import type { ApprovalRequest } from '../request/request.ts';
import { commandOf } from '../undo-request.ts';

/** After drift the approvals are void, so the requester is shown what the same command would do now. */
export async function attachReplan(services: Services, request: ApprovalRequest, outcome: Outcome): Promise<Outcome> {
  const command = commandOf(services.registry, request);
  if (outcome.status !== 'refused' || command?.kind !== 'planned' || Object.keys(request.args).length === 0)
    return outcome;
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
