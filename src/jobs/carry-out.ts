import type { Command } from '../commands/define.ts';
import { applicable } from '../commands/planned.ts';
import { requireRole } from '../commands/run-command.ts';
import type { ApprovalRequest } from '../core/approval/request.ts';
import type { Outcome, Unfinished } from '../core/plan.ts';
import type { CommandContext, Services } from '../services/context.ts';
import { type Attempt, journalOf } from './request-journal.ts';

/** One attempt at the plan of a request, as the requester; whoever has no right to it any more can still be looked for. */
export async function carryOut(
  services: Services,
  registry: readonly Command[],
  request: ApprovalRequest,
  attempt: Attempt,
): Promise<Outcome | Unfinished> {
  const command = registry.find(({ name }) => name === request.command);
  const plan = await services.stores.plans.get(request.teamId, request.fingerprint);
  if (!command || !plan) throw new Error(`Request ${request.id}: the command or its plan is gone.`);
  const actor = await services.access.actor(request.teamId, request.requester, { live: true });
  if (!attempt.looking) requireRole(command, { actor });
  const ctx: CommandContext = { ...services, actor, request: request.id };
  return applicable(command).apply(ctx, plan, journalOf(services, request, attempt));
}
