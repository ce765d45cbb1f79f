import type { Outcome, Unfinished } from '../../../domain/proposal.ts';
import { applicable } from '../../commands/planned.ts';
import { requireRole } from '../../commands/run-command.ts';
import type { CommandContext, Services } from '../../context.ts';
import type { ApprovalRequest } from '../request/request.ts';
import { type Attempt, openJournal } from './request-journal.ts';

/** One attempt to apply a request's plan as the requester. A recheck needs no role, because it only reads. */
export async function executePlan(
  services: Services,
  request: ApprovalRequest,
  attempt: Attempt,
): Promise<Outcome | Unfinished> {
  const command = services.registry.find(({ name }) => name === request.command);
  const plan = await services.stores.plans.get(request.teamId, request.fingerprint);
  if (!command || !plan) throw new Error(`Request ${request.id}: its command or plan no longer exists.`);
  const actor = await services.access.actor(request.teamId, request.requester, { live: true });
  if (attempt.mode !== 'recheck') requireRole(command, { actor });
  const ctx: CommandContext = { ...services, actor, request: request.id };
  return applicable(command).apply(ctx, plan, await openJournal(services, request, attempt));
}
