import { defineFeature } from '../../engine/features/define-feature.ts';
import { notifyList } from './commands/list.ts';
import { notifySubscribe } from './commands/subscribe.ts';
import { notifyUnsubscribe } from './commands/unsubscribe.ts';
import { deliverEvents } from './jobs/deliver-events.ts';

export { secretField } from './service/receive-event.ts';
export { endpointsView } from './views/channel-subscriptions-view.ts';

export const notificationsFeature = defineFeature({
  name: 'notifications',
  commands: [notifySubscribe, notifyUnsubscribe, notifyList],
  jobs: [deliverEvents],
});
