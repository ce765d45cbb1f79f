import type { Services } from '../../context.ts';
import { amendRequest } from '../request/amend-request.ts';
import { auditFact } from '../request/audit-fact.ts';
import { markSubjectsUndone } from '../request/decide.ts';
import type { ApprovalRequest } from '../request/request.ts';
import { changedJob } from '../request/request-jobs.ts';

/** Marks a request as undone for these subjects; once fully undone it loses its Undo button. */
export async function markUndone(
  services: Pick<Services, 'stores' | 'clock'>,
  id: string,
  undo: Pick<ApprovalRequest, 'teamId' | 'id' | 'requester' | 'status'>,
  subjects: readonly string[],
): Promise<void> {
  const now = services.clock.now();
  await amendRequest(services, { teamId: undo.teamId, id }, (original) => {
    const next = markSubjectsUndone(original, undo, subjects);
    if (!next) return undefined;
    const fact = auditFact(next, 'request.undone', undo.requester, now, { by: undo.id });
    return { next, facts: [fact], jobs: [changedJob(next, now)] };
  });
}
