import { z } from 'zod';
import { flag, positional } from '../../../engine/commands/arguments.ts';
import { command } from '../../product-context.ts';
import { assertKnownTypes, assertReachable, channelFor, subscribeChannel } from '../service/subscribe-channel.ts';
import { subscribedView } from '../views/channel-subscriptions-view.ts';

export const notifySubscribe = command.write({
  name: 'notify subscribe',
  summary: 'Post LiteMail events in a channel',
  role: 'admin',
  notes: [
    'Types are globs such as `domain.*`. A filter combines `field:value` with `and`, `or`, `not` and parentheses; the fields are type, domain, tag, status and severity.',
  ],
  args: {
    types: positional(
      z
        .array(
          z
            .string()
            .max(100)
            .regex(/^[\w.*-]+$/, 'Use an event type such as domain.updated or domain.*'),
        )
        .min(1)
        .max(50),
      {
        label: 'Event types',
        help: 'One or more types',
        example: 'domain.*',
        widget: { options: 'event-types' },
      },
    ),
    channel: flag(z.string().optional(), {
      label: 'Channel',
      help: 'Where to post; this channel if left out',
      example: '#ops',
      widget: 'channel',
      bare: true,
    }),
    filter: flag(z.string().max(500).optional(), {
      label: 'Filter',
      help: 'Only events that match',
      example: 'domain:*.io and not status:ACTIVE',
    }),
    any: flag(z.boolean().default(false), {
      label: 'Any type',
      help: 'Take types that LiteMail is not known to send',
      example: 'true',
    }),
  },
  async run(ctx, { types, channel, filter, any }) {
    if (!any) assertKnownTypes(types);
    const to = channelFor(ctx, channel);
    await assertReachable(ctx, to);
    const subscription = await subscribeChannel(ctx, { types, channel: to, filter });
    const endpoints = await ctx.stores.endpoints.list(ctx.actor.teamId);
    return subscribedView(subscription, ctx.publicUrl !== undefined, endpoints.length > 0);
  },
});
