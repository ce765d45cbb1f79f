import type { Services } from '../../context.ts';
import type { JobHandler } from '../../jobs/runner.ts';
import { findRequest } from './amend-request.ts';
import { auditFact } from './audit-fact.ts';
import { expire } from './decide.ts';
import { changedJob } from './request-jobs.ts';

/** Runs when the request expires; one that was decided meanwhile is left alone. */
export function expireRequest(services: Services): JobHandler {
  return async (job) => {
    const { id } = job.data as { id: string };
    const request = await findRequest(services, job.teamId, id);
    const now = services.clock.now();
    const next = expire(request, now);
    if (!next) return undefined;
    const stored = await services.stores.requests.replace(next, {
      facts: [auditFact(next, 'request.expired', 'system', now)],
      jobs: [changedJob(next, now)],
    });
    return stored ? undefined : { runAt: now, data: job.data };
  };
}
