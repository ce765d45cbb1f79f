import { command } from '../../product-context.ts';
import { subscriptionsView } from '../views/channel-subscriptions-view.ts';

export const notifyList = command.read({
  name: 'notify list',
  summary: 'Show which channels get which events, and whether delivery works',
  role: 'viewer',
  args: {},
  run: async (ctx) => subscriptionsView(await ctx.stores.subscriptions.list(ctx.actor.teamId)),
});
