import type { ChannelSubscription } from '../../../domain/events/event.ts';
import { parseFilter } from '../../../domain/events/filter.ts';
import { AppError } from '../../../lib/errors.ts';
import type { CommandContext } from '../../product-context.ts';

/** The channel that is meant: the one named, else the one the command was typed in. */
export function channelFor(ctx: Pick<CommandContext, 'channel'>, given: string | undefined): string {
  const channel = given?.replace(/^#/, '') ?? ctx.channel;
  if (channel && /^[CG][A-Z0-9]+$/.test(channel)) return channel;
  if (channel && given)
    throw new AppError('bad_input', `There is no channel “${given}” that this app can find.`, {
      hint: 'Type `#` and pick the channel from Slack’s list, so that Slack sends its id.',
      fields: { channel: 'Pick it from the list.' },
    });
  throw new AppError('bad_input', 'No channel was given.', {
    hint: 'Add `--channel #ops`, or run the command in that channel.',
    fields: { channel: 'Choose a channel.' },
  });
}

export async function subscribeChannel(
  ctx: CommandContext,
  { types, channel, filter }: { types: readonly string[]; channel: string; filter?: string | undefined },
): Promise<ChannelSubscription> {
  if (filter) parseFilter(filter);
  const existing = (await ctx.stores.subscriptions.list(ctx.actor.teamId)).find(
    (each) =>
      each.channel === channel && each.filter === filter && [...each.types].sort().join() === [...types].sort().join(),
  );
  const subscription: ChannelSubscription = {
    id: existing?.id ?? ctx.newId('n'),
    teamId: ctx.actor.teamId,
    channel,
    types,
    ...(filter && { filter }),
    createdBy: ctx.actor.userId,
    createdAt: ctx.clock.now(),
    state: 'well',
  };
  await ctx.stores.subscriptions.put(subscription);
  return subscription;
}
