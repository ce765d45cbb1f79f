import { defineJob } from '../../jobs/define-job.ts';
import { markUndone } from '../execute/mark-undone.ts';
import { findRequest } from '../request/amend-request.ts';
import { restoredSubjects } from '../request/decide.ts';
import type { ApprovalRequest, Card } from '../request/request.ts';
import { cardJob, requestChangedJob } from '../request/request-jobs.ts';
import { hasNotice } from './outcome-notice.ts';
import { showCard } from './show-card.ts';

/** The approvers' card in their channel, and the requester's own. */
const cards = ({ channel }: ApprovalRequest): Card['kind'][] => (channel ? ['approvers', 'requester'] : ['requester']);

/**
 * Runs after every change of a request. A message that Slack rate-limits becomes a job of its own.
 */
export const requestChanged = defineJob({
  ...requestChangedJob,
  async run({ teamId, payload: { id, fact } }, services) {
    if (fact) await services.stores.audit.append(fact);
    const request = await findRequest(services, teamId, id);
    if (request.undoOf) await markUndone(services, request.undoOf, request, restoredSubjects(request));
    const show = async (kind: Card['kind']) => {
      const retryAt = await showCard(services, request, kind);
      if (retryAt !== undefined) await services.stores.jobs.add([cardJob(request, kind, retryAt)]);
    };
    await Promise.all(cards(request).map(show));
    // The notice comes last, so that the cards already show the outcome.
    if (hasNotice(request)) await show('outcome');
    return undefined;
  },
});
