import { defineFeature } from '../../engine/features/define-feature.ts';
import { webhooksDelete } from './commands/delete.ts';
import { webhooksList } from './commands/list.ts';
import { webhooksRegister } from './commands/register.ts';

export const webhooksFeature = defineFeature({
  name: 'webhooks',
  commands: [webhooksRegister, webhooksList, webhooksDelete],
});
