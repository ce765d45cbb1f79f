import type { ChannelSubscription, LiteMailEvent } from '../../../domain/events/event.ts';
import { matchesSubscription } from '../../../domain/events/filter.ts';

/** The channels that are to get an event. */
export const channelsFor = (event: LiteMailEvent, subscriptions: readonly ChannelSubscription[]): string[] => [
  ...new Set(
    subscriptions
      .filter((subscription) => subscription.state !== 'gone' && matchesSubscription(subscription, event))
      .map(({ channel }) => channel),
  ),
];
