import { undone } from '../core/approval/decide.ts';
import type { ApprovalRequest, Card } from '../core/approval/request.ts';
import type { AuditFact } from '../core/audit.ts';
import { amendRequest, findRequest } from '../services/approvals/amend-request.ts';
import { auditFact } from '../services/approvals/audit-fact.ts';
import { cardJob, changedJob } from '../services/approvals/jobs.ts';
import type { Services } from '../services/context.ts';
import { hasNotice } from '../views/outcome-notice.ts';
import type { ShowCard } from './card.ts';
import type { JobHandler } from './job-loop.ts';

/**
 * The messages that should show the request, in this order: the approvers' in their channel, the requester's own, and
 * how it ended, so that whoever is told finds the cards saying the same.
 */
const wanted = (request: ApprovalRequest): Card['kind'][] => [
  ...(request.channel ? ['approvers' as const] : []),
  'requester',
  ...(hasNotice(request) ? ['outcome' as const] : []),
];

/**
 * Runs after every change of a request: the audit line of that change travels with the job, so that neither is lost when
 * the process dies in between. A message that Slack does not take now becomes a job of its own.
 */
export function requestChanged(services: Services, showCard: ShowCard): JobHandler {
  return async (job) => {
    const { id, fact } = job.data as unknown as { id: string; fact?: AuditFact };
    if (fact) await services.stores.audit.append(fact);
    const request = await findRequest(services, job.teamId, id);
    await markUndone(services, request);
    for (const kind of wanted(request)) {
      const retryAt = await showCard(request, kind);
      if (retryAt !== undefined) await services.stores.jobs.add([cardJob(request, kind, retryAt)]);
    }
    return undefined;
  };
}

/** Once an undo has been applied, the request that it undid says so; once nothing of it is left, it loses its button. */
async function markUndone(services: Services, undo: ApprovalRequest): Promise<void> {
  const { teamId, id, undoOf, requester } = undo;
  if (!undoOf) return;
  const now = services.clock.now();
  await amendRequest(services, { teamId, id: undoOf }, (original) => {
    const next = undone(original, undo);
    if (!next) return undefined;
    return { next, jobs: [changedJob(next, now, auditFact(next, 'request.undone', requester, now, { by: id }))] };
  });
}

/** A card pressed where we know of none (posted just before a crash) is brought up to date and kept current from now on. */
export async function adoptCard(
  services: Services,
  teamId: string,
  id: string,
  ref: { channel: string; ts: string },
): Promise<void> {
  const known = await services.stores.requests.get(teamId, id);
  if (!known) return;
  const kind = ref.channel === known.channel ? 'approvers' : 'requester';
  await amendRequest(services, known, (request) => {
    if (request.cards.some(({ channel, ts }) => channel === ref.channel && ts === ref.ts)) return undefined;
    const next = { ...request, cards: [...request.cards, { ...ref, kind }], version: request.version + 1 } as const;
    return { next, jobs: [changedJob(next, services.clock.now())] };
  });
}
