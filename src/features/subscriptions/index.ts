import { defineFeature } from '../../engine/features/define-feature.ts';
import { subscriptionsCancel } from './commands/cancel.ts';
import { subscriptionsList } from './commands/list.ts';
import { subscriptionsUpgrade } from './commands/upgrade.ts';

export const subscriptionsFeature = defineFeature({
  name: 'subscriptions',
  commands: [subscriptionsList, subscriptionsCancel, subscriptionsUpgrade],
});
