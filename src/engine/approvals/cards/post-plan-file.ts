import type { MessageRef } from '../../../ports/notifier.ts';
import type { NewJob } from '../../../ports/stores.ts';
import type { Registry } from '../../commands/names.ts';
import { allPlanItems } from '../../commands/whole-plan.ts';
import type { Services } from '../../context.ts';
import type { JobHandler } from '../../jobs/runner.ts';
import { findRequest } from '../request/amend-request.ts';
import type { ApprovalRequest } from '../request/request.ts';
import { planText } from './plan-text.ts';

/** Uploads a long plan in full below its card. */
export const planFileJob = ({ teamId, id }: ApprovalRequest, { channel, ts }: MessageRef, now: number): NewJob => ({
  teamId,
  kind: 'plan-file',
  key: `plan-file:${teamId}:${id}:${channel}`,
  data: { id, channel, ts },
  runAt: now,
});

/** A failed upload is not retried for long: Details shows the same. */
export function postPlanFile(services: Services, registry: Registry): JobHandler {
  return async (job) => {
    const { id, channel, ts } = job.data as { id: string; channel: string; ts: string };
    const request = await findRequest(services, job.teamId, id);
    const text = planText(request, await allPlanItems(services, registry, request));
    const file = { name: `${id}.diff`, text };
    const delivery = await services.notifier.upload(job.teamId, channel, file, { threadTs: ts });
    return delivery.kind === 'later' && job.attempts < 5 ? { runAt: delivery.retryAt, data: job.data } : undefined;
  };
}
