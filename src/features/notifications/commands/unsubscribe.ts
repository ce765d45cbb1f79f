import { z } from 'zod';
import type { ChannelSubscription } from '../../../domain/events/event.ts';
import { flag, positional } from '../../../engine/commands/arguments.ts';
import { defineButton } from '../../../engine/features/surfaces.ts';
import { AppError } from '../../../lib/errors.ts';
import { typed } from '../../../lib/text.ts';
import { actions, button, section } from '../../../ui/block-kit.ts';
import { type CommandContext, command } from '../../product-context.ts';
import { channelFor } from '../service/subscribe-channel.ts';

const Ended = z.object({
  kind: z.literal('ended-subscriptions'),
  ended: z.array(
    z.object({
      id: z.string(),
      teamId: z.string(),
      channel: z.string(),
      types: z.array(z.string()),
      filter: z.string().exactOptional(),
      createdBy: z.string(),
      createdAt: z.number(),
    }),
  ),
});

const listed = (subscriptions: readonly Pick<ChannelSubscription, 'id' | 'channel'>[]) =>
  subscriptions.map(({ id, channel }) => `\`${id}\` in <#${channel}>`).join(', ');

/** Brings back what `notify unsubscribe` ended. */
export const resubscribe = defineButton({
  name: 'notify.resubscribe',
  for: 'admin',
  state: z.object({ kept: z.string().max(80) }),
  async press(ctx: CommandContext, { kept }) {
    const { stores, actor } = ctx;
    const { ended } = Ended.parse(await stores.plans.get(actor.teamId, kept));
    for (const subscription of ended) await stores.subscriptions.put({ ...subscription, state: 'well' });
    return { text: `Back again: ${listed(ended)}. Events are posted there as before.` };
  },
});

export const notifyUnsubscribe = command.write({
  name: 'notify unsubscribe',
  summary: 'Stop posting LiteMail events in a channel',
  role: 'admin',
  notes: ['`all` ends every subscription of the channel. The answer has a button that brings back what was ended.'],
  args: {
    what: positional(z.string().min(1), {
      label: 'Subscription',
      help: 'Its id, an event type, or all for every subscription of the channel',
      example: 'n-4hk2px',
      widget: { options: 'event-subscriptions' },
    }),
    channel: flag(z.string().optional(), {
      label: 'Channel',
      help: 'This channel if left out',
      example: '#ops',
      widget: 'channel',
      bare: true,
    }),
  },
  async run(ctx, { what: chosen, channel }) {
    const { stores, actor } = ctx;
    const [what = ''] = chosen.trim().split(/[\s:]/);
    const all = await stores.subscriptions.list(actor.teamId);
    const meant = what.startsWith('n-')
      ? all.filter(({ id }) => id === what)
      : all.filter(
          (each) => each.channel === channelFor(ctx, channel) && (what === 'all' || each.types.includes(what)),
        );
    if (meant.length === 0)
      throw new AppError('not_found', 'There is no such subscription, so nothing was ended.', {
        hint: `${typed('notify list')} shows all of them.`,
      });
    const ended = meant.map(({ id, teamId, channel: where, types, filter, createdBy, createdAt }) => ({
      id,
      teamId,
      channel: where,
      types: [...types],
      ...(filter && { filter }),
      createdBy,
      createdAt,
    }));
    const kept = await stores.plans.put(actor.teamId, { kind: 'ended-subscriptions', ended });
    for (const { id } of meant) await stores.subscriptions.delete(actor.teamId, id);
    const text = `Ended ${listed(meant)}. No more events are posted for ${meant.length === 1 ? 'it' : 'them'}.`;
    return { text, blocks: [section(text), actions(button('Undo', resubscribe, { kept }))], forCaller: true };
  },
});
