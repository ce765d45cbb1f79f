import { command } from '../../product-context.ts';
import { requestsView } from '../views/requests-view.ts';

export const approvalsList = command.read({
  name: 'approvals list',
  summary: 'Show waiting requests and the latest decided ones',
  role: 'viewer',
  args: {},
  async run(ctx) {
    const waiting = await ctx.stores.requests.list(ctx.actor.teamId, { status: ['pending', 'approved'], limit: 30 });
    const recent = await ctx.stores.requests.list(ctx.actor.teamId, {
      status: ['applied', 'failed', 'refused', 'denied'],
      limit: 10,
    });
    return requestsView(waiting, recent);
  },
});
