import type { Outcome, Proposal } from '../../../domain/proposal.ts';
import { AppError } from '../../../lib/errors.ts';
import type { Raw } from '../../commands/arguments.ts';
import type { Command } from '../../commands/define.ts';
import type { CommandContext, Services } from '../../context.ts';
import type { ApprovalRequest } from '../request/request.ts';

/** After drift the approvals are void, so the requester is shown what the same command would do now. */
export async function attachReplan(
  services: Services,
  registry: readonly Command[],
  request: ApprovalRequest,
  outcome: Outcome,
): Promise<Outcome> {
  const command = registry.find(({ name }) => name === request.command);
  if (outcome.status !== 'refused' || command?.kind !== 'planned' || Object.keys(request.args).length === 0)
    return outcome;
  const replan = await replanRequest(services, command, request);
  return { ...outcome, ...(replan && { replan }) };
}

async function replanRequest(
  services: Services,
  command: Command & { readonly kind: 'planned' },
  { teamId, requester, args }: ApprovalRequest,
): Promise<Outcome['replan']> {
  try {
    const ctx: CommandContext = { ...services, actor: await services.access.actor(teamId, requester) };
    // Safe because `args` is what this command was called with.
    const planned = await command.plan(ctx, args as Raw);
    if ('plan' in planned) {
      const { title, ...diff } = command.describe(planned.plan);
      return { title, ...diffOf(diff) };
    }
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
