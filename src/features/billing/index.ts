import { defineFeature } from '../../engine/features/define-feature.ts';
import { billingUpdate } from './commands/update.ts';

export const billingFeature = defineFeature({
  name: 'billing',
  commands: [billingUpdate],
});
