import { withdrawRequest } from '../../../engine/approvals/request/transition-request.ts';
import { command } from '../../product-context.ts';
import { requestId } from './show.ts';

export const approvalsWithdraw = command.write({
  name: 'approvals withdraw',
  summary: 'Take back a request of your own that still waits',
  role: 'operator',
  args: { request: requestId },
  async run(ctx, { request }) {
    const { id, proposal } = await withdrawRequest(ctx, {
      teamId: ctx.actor.teamId,
      userId: ctx.actor.userId,
      id: request,
    });
    return { text: `Request \`${id}\` (${proposal.title}) is withdrawn. Nothing was changed.` };
  },
});
