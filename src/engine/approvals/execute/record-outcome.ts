import type { Outcome } from '../../../domain/proposal.ts';
import type { MessageRef } from '../../../ports/notifier.ts';
import type { Services } from '../../context.ts';
import { amendRequest } from '../request/amend-request.ts';
import { auditFact } from '../request/audit-fact.ts';
import { canUndo, closeWithOutcome } from '../request/decide.ts';
import type { ApprovalRequest } from '../request/request.ts';
import { changedJob, undoOverJob } from '../request/request-jobs.ts';
import { runResult } from './show-run.ts';

/** Stores the outcome of a request, or a corrected one after a recheck, with the jobs that follow. */
export async function recordOutcome(
  services: Services,
  request: ApprovalRequest,
  outcome: Outcome,
  message: MessageRef | undefined,
): Promise<void> {
  const now = services.clock.now();
  const inverse = outcome.inverse && (await services.stores.plans.put(request.teamId, outcome.inverse));
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
      jobs: [
        changedJob(next, now, fact),
        ...(canUndo(next, now) ? [undoOverJob(next)] : []),
        ...(message ? [runResult.at(now, next.teamId, { id: next.id, message })] : []),
      ],
    };
  });
  if (!outcome.needsRecheck) await services.stores.journals.delete(request.teamId, request.id);
}
