import { canUndo, close } from '../core/approval/decide.ts';
import type { ApprovalRequest } from '../core/approval/request.ts';
import type { Outcome } from '../core/plan.ts';
import type { MessageRef } from '../ports/notifier.ts';
import { amendRequest } from '../services/approvals/amend-request.ts';
import { auditFact } from '../services/approvals/audit-fact.ts';
import { changedJob, undoOverJob } from '../services/approvals/jobs.ts';
import type { Services } from '../services/context.ts';
import { runResultJob } from './run-progress.ts';

/** Stores how a request ended, or what was found out about that since, with all that follows from it. */
export async function settle(
  services: Services,
  request: ApprovalRequest,
  outcome: Outcome,
  message: MessageRef | undefined,
): Promise<void> {
  const now = services.clock.now();
  const inverse = outcome.inverse && (await services.stores.plans.put(request.teamId, outcome.inverse));
  await amendRequest(services, request, (latest) => {
    const carriedOut = latest.status === 'approved';
    if (!carriedOut && !latest.outcome?.again) return undefined;
    const next = close(latest, outcome, inverse, now);
    const { status, text } = outcome;
    const fact = carriedOut
      ? auditFact(next, `apply.${status}`, request.requester, now, { text })
      : auditFact(next, 'apply.found', 'system', now, { status, text });
    return {
      next,
      jobs: [
        changedJob(next, now, fact),
        ...(canUndo(next, now) ? [undoOverJob(next)] : []),
        ...(message ? [runResultJob(next, message, now)] : []),
      ],
    };
  });
}
