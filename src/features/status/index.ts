import { defineFeature } from '../../engine/features/define-feature.ts';
import { status } from './commands/status.ts';
import { whoami } from './commands/whoami.ts';

export const statusFeature = defineFeature({
  name: 'status',
  commands: [status, whoami],
});
