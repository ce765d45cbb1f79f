import { offeredTypes } from '../../domain/events/filter.ts';
import { defineFeature } from '../../engine/features/define-feature.ts';
import { notifyList } from './commands/list.ts';
import { notifySubscribe } from './commands/subscribe.ts';
import { notifyUnsubscribe, resubscribe } from './commands/unsubscribe.ts';
import { deliverEvents } from './jobs/deliver-events.ts';

export { moveNotifications } from './jobs/deliver-events.ts';
export { markGone, markWell } from './service/mark-gone.ts';
export { secretField } from './service/receive-event.ts';
export { assertKnownTypes } from './service/subscribe-channel.ts';

import type { Services } from '../product-context.ts';
import { subscriptionLabel } from './views/channel-subscriptions-view.ts';

export { endpointsView } from './views/channel-subscriptions-view.ts';

export const notificationsFeature = defineFeature({
  name: 'notifications',
  commands: [notifySubscribe, notifyUnsubscribe, notifyList],
  jobs: [deliverEvents],
  buttons: [resubscribe],
  choices: {
    'event-types': { for: 'admin', list: async () => offeredTypes },
    'event-subscriptions': {
      for: 'admin',
      list: async ({ stores }: Services, teamId) => (await stores.subscriptions.list(teamId)).map(subscriptionLabel),
    },
  },
});
