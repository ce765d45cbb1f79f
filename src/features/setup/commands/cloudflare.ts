import { z } from 'zod';
import { flag } from '../../../engine/commands/arguments.ts';
import { command } from '../../product-context.ts';
import { saveSecret } from '../service/save-secret.ts';
import { setupState } from '../service/setup-state.ts';
import { setupView } from '../views/setup-view.ts';

export const setupCloudflare = command.write({
  name: 'setup cloudflare',
  summary: 'Connect Cloudflare with an API token, checked before it is saved',
  role: 'admin',
  notes: ['Create the token at Cloudflare with *Zone: Read* and *DNS: Edit* for the zones that your team sends from.'],
  operations: { cloudflare: ['listZones'] },
  args: {
    token: flag(z.string().min(20, 'This is too short for an API token.'), {
      label: 'Cloudflare API token',
      help: 'My Profile → API Tokens → Create Token, with Zone: Read and DNS: Edit. Stored encrypted, never shown.',
      example: 'cfut_…',
      secret: true,
    }),
    accountId: flag(z.string().optional(), {
      label: 'Account ID',
      help: 'Only needed for an account-owned token (cfat_…)',
      example: '023e105f4ecef8ad9ca31a8372d0c353',
    }),
  },
  async run(ctx, { token, accountId }) {
    const credential = { kind: 'token', token: token.trim(), ...(accountId && { accountId: accountId.trim() }) };
    await ctx.apis.checkCloudflareToken({ token: credential.token, accountId: accountId?.trim() });
    await saveSecret(ctx, 'cloudflare.credential', JSON.stringify(credential));
    return setupView(await setupState(ctx));
  },
});
