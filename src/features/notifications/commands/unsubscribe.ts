import { z } from 'zod';
import { flag, positional } from '../../../engine/commands/arguments.ts';
import { AppError } from '../../../lib/errors.ts';
import { typed } from '../../../lib/text.ts';
import { command } from '../../product-context.ts';
import { channelFor } from '../service/subscribe-channel.ts';

export const notifyUnsubscribe = command.write({
  name: 'notify unsubscribe',
  summary: 'Stop posting LiteMail events in a channel',
  role: 'admin',
  args: {
    what: positional(z.string().optional(), {
      label: 'Subscription',
      help: 'Its id or an event type; default: all subscriptions of the channel',
      example: 'n-4hk2px',
    }),
    channel: flag(z.string().optional(), {
      label: 'Channel',
      help: 'This channel if left out',
      example: '#ops',
      widget: 'channel',
    }),
  },
  async run(ctx, { what, channel }) {
    const all = await ctx.stores.subscriptions.list(ctx.actor.teamId);
    const meant = what?.startsWith('n-')
      ? all.filter(({ id }) => id === what)
      : all.filter((each) => each.channel === channelFor(ctx, channel) && (!what || each.types.includes(what)));
    if (meant.length === 0)
      throw new AppError('not_found', 'There is no such subscription, so nothing was ended.', {
        hint: `${typed('notify list')} shows all of them.`,
      });
    for (const { id } of meant) await ctx.stores.subscriptions.delete(ctx.actor.teamId, id);
    return {
      text: `Ended ${meant.map(({ id, channel: where }) => `\`${id}\` in <#${where}>`).join(', ')}. No more events are posted for ${meant.length === 1 ? 'it' : 'them'}.`,
    };
  },
});
