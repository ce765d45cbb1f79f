import type { Args } from '../method-args.ts';
import type { Tier } from '../rate-limits.ts';
import type { SlackContext } from '../slack-context.ts';
import { Refusal } from '../slack-refusal.ts';
import { type Channel, directMessage, findChannel, findPerson, type Team } from '../team.ts';

/** One call of the Web API, with the team that the token belongs to. */
export interface MethodCall {
  readonly slack: SlackContext;
  readonly team: Team;
  readonly args: Args;
}

export interface Method {
  /** Without it the call answers `missing_scope`. */
  readonly scope?: string;
  readonly tier: Tier;
  /** What stands beside `ok: true`. Refusals are thrown. */
  run(call: MethodCall): Record<string, unknown> | Promise<Record<string, unknown>>;
}
export type Methods = Readonly<Record<string, Method>>;

/** The channel named by the call, where a person's id means the direct message with them. */
export function channelOf({ team, args }: MethodCall, name = 'channel'): Channel {
  const id = args.text(name);
  if (id === undefined) throw new Refusal('channel_not_found');
  const person = findPerson(team, id);
  if (person?.isBot) throw new Refusal('cannot_dm_bot');
  if (person?.deleted) throw new Refusal('user_disabled');
  const channel = person ? directMessage(team, id) : findChannel(team, id);
  const hidden = channel?.isPrivate && !channel.members.includes(team.botUser);
  if (!channel || hidden) throw new Refusal('channel_not_found');
  return channel;
}

/** The channel, if the app may write there. */
export function writableChannel(call: MethodCall, name = 'channel'): Channel {
  const channel = channelOf(call, name);
  if (channel.isArchived) throw new Refusal('is_archived');
  const open = !channel.isPrivate && !channel.im && call.team.scopes.includes('chat:write.public');
  if (!channel.members.includes(call.team.botUser) && !open) throw new Refusal('not_in_channel');
  return channel;
}

/** A page of `all` by Slack's opaque cursors. */
export function page<T>(all: readonly T[], args: Args): { items: T[]; response_metadata: { next_cursor: string } } {
  const from = Number(Buffer.from(args.text('cursor') ?? '', 'base64').toString() || 0);
  if (Number.isNaN(from)) throw new Refusal('invalid_cursor');
  const limit = Math.min(args.number('limit') ?? 100, 1000);
  const next = from + limit < all.length ? Buffer.from(String(from + limit)).toString('base64') : '';
  return { items: all.slice(from, from + limit), response_metadata: { next_cursor: next } };
}
