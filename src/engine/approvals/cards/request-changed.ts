import type { AuditFact } from '../../../domain/audit/audit-chain.ts';
import type { Services } from '../../context.ts';
import type { JobHandler } from '../../jobs/runner.ts';
import { markUndone } from '../execute/mark-undone.ts';
import { findRequest } from '../request/amend-request.ts';
import { restoredZones } from '../request/decide.ts';
import type { ApprovalRequest, Card } from '../request/request.ts';
import { cardJob } from '../request/request-jobs.ts';
import { hasNotice } from './outcome-notice.ts';
import type { ShowCard } from './show-card.ts';

/** The approvers' card in their channel, and the requester's own. */
const cards = ({ channel }: ApprovalRequest): Card['kind'][] => (channel ? ['approvers', 'requester'] : ['requester']);

/**
 * Runs after every change of a request. A message that Slack rate-limits becomes a job of its own.
 */
export function requestChanged(services: Services, showCard: ShowCard): JobHandler {
  return async (job) => {
    const { id, fact } = job.data as unknown as { id: string; fact?: AuditFact };
    // Jobs of release 0.1 carry the audit's fact.
    if (fact) await services.stores.audit.append(fact);
    const request = await findRequest(services, job.teamId, id);
    if (request.undoOf) await markUndone(services, request.undoOf, request, restoredZones(request));
    const show = async (kind: Card['kind']) => {
      const retryAt = await showCard(request, kind);
      if (retryAt !== undefined) await services.stores.jobs.add([cardJob(request, kind, retryAt)]);
    };
    await Promise.all(cards(request).map(show));
    // The notice comes last, so that the cards already show the outcome.
    if (hasNotice(request)) await show('outcome');
    return undefined;
  };
}
