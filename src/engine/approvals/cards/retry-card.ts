import { defineJob } from '../../jobs/define-job.ts';
import { retryCardJob } from '../request/request-jobs.ts';
import { showCard } from './show-card.ts';

/** Retries a card that Slack's rate limit delayed. */
export const retryCard = defineJob({
  ...retryCardJob,
  async run({ teamId, payload }, services) {
    const retryAt = await showCard(services, { teamId, id: payload.id }, payload.kind);
    return retryAt === undefined ? undefined : { runAt: retryAt, payload };
  },
});
