import { defineJob } from '../../jobs/define-job.ts';
import { findRequest } from './amend-request.ts';
import { auditFact } from './audit-fact.ts';
import { expire } from './decide.ts';
import { changedJob, expireRequestJob } from './request-jobs.ts';

/** Runs when the request expires; one that was decided meanwhile is left alone. */
export const expireRequest = defineJob({
  ...expireRequestJob,
  async run({ teamId, payload }, services) {
    const request = await findRequest(services, teamId, payload.id);
    const now = services.clock.now();
    const next = expire(request, now);
    if (!next) return undefined;
    const stored = await services.stores.requests.replace(next, {
      facts: [auditFact(next, 'request.expired', 'system', now)],
      jobs: [changedJob(next, now)],
    });
    return stored ? undefined : { runAt: now, payload };
  },
});
