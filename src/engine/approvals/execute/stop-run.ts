import { AppError } from '../../../lib/errors.ts';
import type { Services } from '../../context.ts';
import { amendRequest, findRequest } from '../request/amend-request.ts';
import { auditFact } from '../request/audit-fact.ts';
import { closedText } from '../request/decide.ts';
import type { ApprovalRequest } from '../request/request.ts';
import { applyJob, changedJob } from '../request/request-jobs.ts';

/** Stops a run; approvers and the requester may. Nothing further is started; what is written stays and can be undone. */
export async function stopRun(
  services: Services,
  { teamId, userId, id }: { teamId: string; userId: string; id: string },
): Promise<ApprovalRequest> {
  const { require, requester } = await findRequest(services, teamId, id);
  const { roles } = await services.access.actor(teamId, userId, { live: true });
  const may =
    roles.has('approver') || userId === requester || (await services.access.meets(teamId, userId, require)).length > 0;
  if (!may)
    throw new AppError('forbidden', 'Only approvers and the requester can stop this run.', {
      hint: '`/litemail whoami` shows your roles.',
    });
  return amendRequest(services, { teamId, id }, (request) => {
    if (request.status !== 'approved') throw new AppError('conflict', closedText(request));
    if (request.stop)
      throw new AppError('conflict', `<@${request.stop.by}> already stopped this; work already started will finish.`);
    const now = services.clock.now();
    const next = { ...request, stop: { by: userId, at: now }, version: request.version + 1 };
    // A run that waits for a rate limit ends at once instead.
    return {
      next,
      facts: [auditFact(next, 'run.stopped', userId, now)],
      jobs: [changedJob(next, now), applyJob(next, now)],
    };
  });
}
