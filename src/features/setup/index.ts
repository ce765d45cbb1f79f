import { defineFeature } from '../../engine/features/define-feature.ts';
import type { CommandContext } from '../product-context.ts';
import { setupChannels } from './commands/channels.ts';
import { setupCloudflare } from './commands/cloudflare.ts';
import { setupComments } from './commands/comments.ts';
import { setupLitemail } from './commands/litemail.ts';
import { setupRoles } from './commands/roles.ts';
import { setup } from './commands/setup.ts';
import { setupState } from './service/setup-state.ts';
import { isComplete, setupBlocks, strangerBlocks } from './views/setup-view.ts';

export { auditSecretUse } from './service/audit-secret-use.ts';

export const setupFeature = defineFeature({
  name: 'setup',
  commands: [setup, setupLitemail, setupCloudflare, setupChannels, setupRoles, setupComments],
  home: [
    { title: 'LiteMail', order: 0, for: 'nobody', blocks: async ({ actor }) => strangerBlocks(actor.userId) },
    {
      title: 'Set up the app',
      order: 1,
      for: 'admin',
      async blocks(ctx: CommandContext) {
        const state = await setupState(ctx);
        return isComplete(state) ? undefined : setupBlocks(state);
      },
    },
  ],
});
