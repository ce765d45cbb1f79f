import { z } from 'zod';
import { allPlanItems } from '../../commands/whole-plan.ts';
import { defineJob } from '../../jobs/define-job.ts';
import { findRequest } from '../request/amend-request.ts';
import { planText } from './plan-text.ts';

/** Uploads a long plan in full below its card. A failed upload is not retried for long: Details shows the same. */
export const postPlanFile = defineJob({
  kind: 'plan-file',
  payload: z.object({ id: z.string(), channel: z.string(), ts: z.string() }),
  key: ({ id, channel }, teamId) => `plan-file:${teamId}:${id}:${channel}`,
  async run({ teamId, payload, attempts }, services) {
    const { id, channel, ts } = payload;
    const request = await findRequest(services, teamId, id);
    const text = planText(request, await allPlanItems(services, services.registry, request));
    const file = { name: `${id}.diff`, text };
    const delivery = await services.notifier.upload(teamId, channel, file, { threadTs: ts });
    return delivery.kind === 'later' && attempts < 5 ? { runAt: delivery.retryAt, payload } : undefined;
  },
});
