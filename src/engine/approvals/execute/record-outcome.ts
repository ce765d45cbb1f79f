import type { AuditFact } from '../../../domain/audit/audit-chain.ts';
import type { Outcome } from '../../../domain/proposal.ts';
import { fingerprint } from '../../../lib/json.ts';
import type { MessageRef } from '../../../ports/notifier.ts';
import type { Services } from '../../context.ts';
import { amendRequest } from '../request/amend-request.ts';
import { auditFact } from '../request/audit-fact.ts';
import { canUndo, closeWithOutcome } from '../request/decide.ts';
import type { ApprovalRequest } from '../request/request.ts';
import { changedJob, undoOverJob } from '../request/request-jobs.ts';
import { runResult } from './show-run.ts';

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
