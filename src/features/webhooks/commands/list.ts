import { endpointsView } from '../../notifications/index.ts';
import { command } from '../../product-context.ts';

export const webhooksList = command.read({
  name: 'webhooks list',
  summary: 'List the webhooks registered at LiteMail',
  role: 'admin',
  operations: { litemail: ['listWebhooks'] },
  args: {},
  async run(ctx) {
    const { items } = await (await ctx.apis.litemail(ctx.actor.teamId)).listWebhooks();
    return endpointsView(await ctx.stores.endpoints.list(ctx.actor.teamId), items);
  },
});
