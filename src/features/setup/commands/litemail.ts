import { z } from 'zod';
import { flag } from '../../../engine/commands/arguments.ts';
import { command } from '../../product-context.ts';
import { saveSecret } from '../service/save-secret.ts';
import { setupState } from '../service/setup-state.ts';
import { setupView } from '../views/setup-view.ts';

export const setupLitemail = command.write({
  name: 'setup litemail',
  summary: 'Connect LiteMail with an API key, checked before it is saved',
  role: 'admin',
  operations: { litemail: ['getUser'] },
  args: {
    apiKey: flag(z.string().min(8, 'This is too short for an API key.'), {
      label: 'LiteMail API key',
      help: 'From LiteMail’s dashboard, under API keys. Stored encrypted, never shown.',
      example: 'lm_…',
      secret: true,
    }),
  },
  async run(ctx, { apiKey }) {
    await ctx.apis.checkLiteMailKey(apiKey.trim());
    await saveSecret(ctx, 'litemail.apiKey', apiKey.trim());
    return setupView(await setupState(ctx));
  },
});
