import { z } from 'zod';
import { registerEndpoint } from '../services/webhooks/register-endpoint.ts';
import { code } from '../views/block-kit.ts';
import { positional } from './args.ts';
import { command } from './define.ts';

export const webhooksRegister = command.write({
  name: 'webhooks register',
  summary: 'Let LiteMail send its events to this app',
  role: 'admin',
  operations: { litemail: ['registerWebhook', 'listWebhooks'] },
  args: {
    events: positional(z.array(z.string()).default(['*']), {
      label: 'Event types',
      help: 'All of them if left out',
      example: 'domain.updated',
    }),
  },
  async run(ctx, { events }) {
    const endpoint = await registerEndpoint(ctx, events);
    const text = `LiteMail now sends ${events.includes('*') ? 'all its events' : events.map(code).join(', ')} to this app (endpoint ${code(endpoint.id)}).`;
    return { text: `${text} \`/litemail notify subscribe domain.* --channel #ops\` brings them into a channel.` };
  },
});
