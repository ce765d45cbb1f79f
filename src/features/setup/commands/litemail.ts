import { z } from 'zod';
import { flag } from '../../../engine/commands/arguments.ts';
import { command } from '../../context.ts';
import { saveSecret } from '../service/save-secret.ts';
import { setupState } from '../service/setup-state.ts';
import { setupView } from '../views/setup-view.ts';

export const setupLitemail = command.write({
  name: 'setup litemail',
  summary: 'Give the team’s LiteMail API key; it is checked before it is kept',
  role: 'admin',
  operations: { litemail: ['getUser'] },
  args: {
    apiKey: flag(z.string().min(8, 'That is too short for a key.'), {
      label: 'LiteMail API key',
      help: 'From LiteMail’s dashboard, under API keys. Kept encrypted, never shown.',
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
