import type { PlanItem } from '../../domain/proposal.ts';
import type { ApprovalRequest } from '../approvals/request/request.ts';
import type { Services } from '../context.ts';
import { findCommand, type Registry } from './names.ts';

/** Every item of what a request asks for; those of the card where there is no more. */
export async function allPlanItems(
  { stores }: Pick<Services, 'stores'>,
  registry: Registry,
  { teamId, command: name, fingerprint, proposal }: ApprovalRequest,
): Promise<readonly PlanItem[]> {
  const command = findCommand(registry, name);
  const plan = await stores.plans.get(teamId, fingerprint);
  // Of kind `call` where the command still ran at once when it was stored.
  if (!plan || plan.kind === 'call' || command?.kind !== 'planned') return proposal.items;
  return command.allItems?.(plan) ?? proposal.items;
}
