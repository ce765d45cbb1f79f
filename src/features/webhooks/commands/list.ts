import { listWebhooks } from '../../litemail/index.ts';
import { endpointsView } from '../../notifications/index.ts';
import { command } from '../../product-context.ts';

export const webhooksList = command.read({
  name: 'webhooks list',
  summary: 'List the webhooks registered at LiteMail',
  role: 'admin',
  operations: { litemail: ['listWebhooks'] },
  args: {},
  async run(ctx) {
    const webhooks = await listWebhooks(await ctx.apis.litemail(ctx.actor.teamId));
    return endpointsView(await ctx.stores.endpoints.list(ctx.actor.teamId), webhooks);
  },
});
