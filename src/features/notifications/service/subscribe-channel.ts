import type { ChannelSubscription } from '../../../domain/events/event.ts';
import { knownTypes, offeredTypes, parseFilter } from '../../../domain/events/filter.ts';
import { nearestNames } from '../../../engine/commands/names.ts';
import { AppError } from '../../../lib/errors.ts';
import { globMatches } from '../../../lib/glob.ts';
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

/** A type that LiteMail is not known to send is a slip more often than news. */
export function assertKnownTypes(types: readonly string[], field = 'types'): void {
  const unknown = types.filter((type) => !knownTypes.some((known) => globMatches(type, known)));
  if (unknown.length === 0) return;
  const which = unknown.map((type) => `\`${type}\``).join(', ');
  const near = unknown.flatMap((type) => nearestNames(type, offeredTypes).slice(0, 1));
  throw new AppError('bad_input', `LiteMail is not known to send ${which}.`, {
    hint: `${near.length > 0 ? `Did you mean \`${near.join('`, `')}\`? ` : ''}Known are ${offeredTypes.map((type) => `\`${type}\``).join(', ')}. To take it all the same, add \`--any\`.`,
    fields: { [field]: 'LiteMail is not known to send this.' },
  });
}

/** Events that cannot be posted would be lost, so it is refused beforehand. */
export async function assertReachable(
  { notifier, actor }: Pick<CommandContext, 'notifier' | 'actor'>,
  channel: string,
): Promise<void> {
  const problem = await notifier.mayPost(actor.teamId, channel);
  if (!problem) return;
  throw new AppError('bad_input', `<#${channel}> cannot get events: ${problem}`, {
    hint: 'Type `/invite` and the app’s name in that channel if the app is not in it, then send this again.',
    fields: { channel: problem },
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
