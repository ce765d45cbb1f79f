import type { Raw } from '../commands/args.ts';
import type { Command } from '../commands/define.ts';
import type { ApprovalRequest } from '../core/approval/request.ts';
import { AppError } from '../core/errors.ts';
import type { Outcome, Proposal } from '../core/plan.ts';
import type { CommandContext, Services } from '../services/context.ts';

/** The approvals are void after drift, so whoever asked is shown what the same command would do now. */
export async function withInstead(
  services: Services,
  registry: readonly Command[],
  request: ApprovalRequest,
  outcome: Outcome,
): Promise<Outcome> {
  const command = registry.find(({ name }) => name === request.command);
  if (outcome.status !== 'refused' || command?.kind !== 'planned' || Object.keys(request.args).length === 0)
    return outcome;
  const instead = await insteadOf(services, command, request);
  return { ...outcome, ...(instead && { instead }) };
}

async function insteadOf(
  services: Services,
  command: Command & { readonly kind: 'planned' },
  { teamId, requester, args }: ApprovalRequest,
): Promise<Outcome['instead']> {
  try {
    const ctx: CommandContext = { ...services, actor: await services.access.actor(teamId, requester) };
    // Safe because `args` is what this very command was given.
    const found = await command.plan(ctx, args as Raw);
    if ('plan' in found) {
      const { title, ...diff } = command.describe(found.plan);
      return { title, ...shown(diff) };
    }
    const { nothing, refused } = found;
    return { does: refused ? 'refused' : 'nothing', title: nothing.text, ...shown(refused ?? { items: [] }) };
  } catch (error) {
    if (!(error instanceof AppError)) {
      // How the request ended is to be told all the same.
      services.reference(error);
      return undefined;
    }
    return error.code === 'upstream_unavailable' || error.code === 'rate_limited'
      ? undefined
      : { does: 'refused', title: error.message, items: [] };
  }
}

const shown = ({ items, more }: Pick<Proposal, 'items' | 'more'>) => ({ items, ...(more && { more }) });
