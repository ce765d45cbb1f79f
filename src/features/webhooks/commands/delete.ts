import { z } from 'zod';
import { positional } from '../../../engine/commands/arguments.ts';
import { wholeList } from '../../../lib/all-pages.ts';
import { AppError } from '../../../lib/errors.ts';
import { commandPrefix, typed } from '../../../lib/text.ts';
import { listWebhooks } from '../../litemail/index.ts';
import { command } from '../../product-context.ts';

const Removal = z.object({ kind: z.literal('delete-webhook'), id: z.string(), url: z.string() });

export const webhooksDelete = command.planned({
  name: 'webhooks delete',
  summary: 'Stop LiteMail from sending events to a URL',
  role: 'admin',
  operations: { litemail: ['deleteWebhook', 'listWebhooks'] },
  args: {
    id: positional(z.string().min(1), { label: 'Webhook', help: 'Its id, from webhooks list', example: 'wh_1' }),
  },
  planSchema: Removal,
  async plan(ctx, { id }) {
    const webhooks = await listWebhooks(await ctx.apis.litemail(ctx.actor.teamId));
    const registered = webhooks.items.find((webhook) => webhook.id === id);
    if (!registered) wholeList(webhooks, 'webhooks');
    if (!registered)
      throw new AppError('not_found', `LiteMail has no webhook \`${id}\`.`, {
        hint: `${typed('webhooks list')} shows them with their ids.`,
      });
    return { kind: 'delete-webhook' as const, id, url: registered.url };
  },
  describe: ({ id, url }) => ({
    title: `Delete webhook ${id}`,
    subjects: [`webhook ${id}`],
    effect: 'destructive',
    risk: { level: 'medium', reasons: ['events are no longer delivered to this address'] },
    items: [{ sign: '-', text: url }],
    meaning: ['LiteMail stops sending events there. Channels that depend on them get no more.'],
    undo: `Register it again with ${commandPrefix} webhooks register; events sent in the meantime are lost.`,
    calls: 1,
  }),
  async apply(ctx, { id, url }) {
    await (await ctx.apis.litemail(ctx.actor.teamId)).deleteWebhook({ params: { id } });
    const ours = (await ctx.stores.endpoints.list(ctx.actor.teamId)).find((endpoint) => endpoint.url === url);
    if (ours) await ctx.stores.endpoints.delete(ctx.actor.teamId, ours.id);
    return { status: 'applied', text: `LiteMail no longer sends events to ${url}.` };
  },
});
