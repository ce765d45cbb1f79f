import { z } from 'zod';
import { flag, positional } from '../../../engine/commands/arguments.ts';
import { typed } from '../../../lib/text.ts';
import { code } from '../../../ui/block-kit.ts';
import { assertKnownTypes } from '../../notifications/index.ts';
import { command } from '../../product-context.ts';
import { registerEndpoint, registeredEndpoint } from '../register-endpoint.ts';

export const webhooksRegister = command.write({
  name: 'webhooks register',
  summary: 'Have LiteMail send its events to this app',
  role: 'admin',
  operations: { litemail: ['registerWebhook', 'listWebhooks'] },
  args: {
    events: positional(z.array(z.string()).default(['*']), {
      label: 'Event types',
      help: 'Default: all',
      example: 'domain.updated',
    }),
    any: flag(z.boolean().default(false), {
      label: 'Any type',
      help: 'Take types that LiteMail is not known to send',
      example: 'true',
    }),
  },
  async run(ctx, { events, any }) {
    if (!any) assertKnownTypes(events, 'events');
    const there = await registeredEndpoint(ctx, events);
    if (there)
      return {
        text: `LiteMail sends ${there.events.includes('*') ? 'all its events' : there.events.map(code).join(', ')} to this app already (endpoint ${code(there.id)}). Nothing was changed.`,
      };
    const endpoint = await registerEndpoint(ctx, events);
    const text = `LiteMail now sends ${events.includes('*') ? 'all its events' : events.map(code).join(', ')} to this app (endpoint ${code(endpoint.id)}).`;
    return { text: `${text} ${typed('notify subscribe domain.* --channel #ops')} posts them in a channel.` };
  },
});
