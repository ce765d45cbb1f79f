import { defineFeature } from '../../engine/features/define-feature.ts';
import { setupChannels } from './commands/channels.ts';
import { setupCloudflare } from './commands/cloudflare.ts';
import { setupComments } from './commands/comments.ts';
import { setupLitemail } from './commands/litemail.ts';
import { setupRoles } from './commands/roles.ts';
import { setup } from './commands/setup.ts';

export { auditSecretUse } from './service/audit-secret-use.ts';
export { setupBlocks } from './views/setup-view.ts';

export const setupFeature = defineFeature({
  name: 'setup',
  commands: [setup, setupLitemail, setupCloudflare, setupChannels, setupRoles, setupComments],
});
