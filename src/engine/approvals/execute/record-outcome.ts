import type { AuditFact } from '../../../domain/audit/audit-chain.ts';
import type { Outcome, Proposal } from '../../../domain/proposal.ts';
import { AppError } from '../../../lib/errors.ts';
import { fingerprint } from '../../../lib/json.ts';
import type { MessageRef } from '../../../ports/notifier.ts';
import type { Raw } from '../../commands/arguments.ts';
import { planAndDescribe } from '../../commands/run-command.ts';
import type { CommandContext, PlannedCommand, Services } from '../../context.ts';
import { amendRequest, auditFact, changedJob, undoOverJob } from '../request/amend-request.ts';
import { canUndo, closeWithOutcome } from '../request/decide.ts';
import type { ApprovalRequest } from '../request/request.ts';
import { commandOf } from '../undo-request.ts';
import { runResult } from './show-run.ts';

/** After drift the approvals are void, so the requester is shown what the same command would do now. */
export async function attachReplan(services: Services, request: ApprovalRequest, outcome: Outcome): Promise<Outcome> {
  if (outcome.status !== 'refused' || Object.keys(request.args).length === 0) return outcome;
  const command = commandOf(services.registry, request);
  if (command?.kind !== 'planned') return outcome;
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

/** Stores the outcome of a request, or a corrected one after a recheck, with the facts and jobs that belong to it. */
export async function recordOutcome(
  services: Services,
  request: ApprovalRequest,
  outcome: Outcome,
  { message, facts = [] }: { message: MessageRef | undefined; facts?: readonly AuditFact[] },
): Promise<void> {
  const now = services.clock.now();
  const inverse = outcome.inverse && fingerprint(outcome.inverse);
  await amendRequest(services, request, (latest) => {
    const isFirstOutcome = latest.status === 'approved';
    if (!isFirstOutcome && !latest.outcome?.needsRecheck) return undefined;
    const next = closeWithOutcome(latest, outcome, inverse, now);
    const { status, text } = outcome;
    const fact = isFirstOutcome
      ? auditFact(next, `apply.${status}`, request.requester, now, { text })
      : auditFact(next, 'apply.found', 'system', now, { status, text });
    return {
      next,
      facts: [...facts, fact],
      ...(inverse && outcome.inverse && { plans: { [inverse]: outcome.inverse } }),
      jobs: [
        changedJob(next, now),
        ...(canUndo(next, now) ? [undoOverJob(next)] : []),
        ...(message ? [runResult.at(now, next.teamId, { id: next.id, message })] : []),
      ],
    };
  });
  if (!outcome.needsRecheck) await services.stores.journals.delete(request.teamId, request.id);
}
