import { withdrawRequest } from '../../../engine/approvals/request/transition-request.ts';
import { command } from '../../product-context.ts';
import { requestId } from './show.ts';

export const approvalsWithdraw = command.write({
  name: 'approvals withdraw',
  summary: 'Withdraw a request of yours that is still waiting',
  role: 'operator',
  args: { request: requestId },
  async run(ctx, { request }) {
    const { id, proposal } = await withdrawRequest(ctx, {
      teamId: ctx.actor.teamId,
      userId: ctx.actor.userId,
      id: request,
    });
    return { text: `Request \`${id}\` (${proposal.title}) was withdrawn. Nothing was changed.` };
  },
});
