import { CannotDo } from '../choose.ts';
import type { Channel, Team } from '../team.ts';
import { type Acting, channelAt, type Seen } from './actor-context.ts';
import { sendEvent } from './send-events.ts';

export interface ChannelChange {
  readonly channel: string;
  readonly team?: string | undefined;
  readonly action: 'join' | 'leave' | 'archive' | 'unarchive' | 'rename' | 'delete' | 'change-id';
  /** Who joins or leaves; the app when left out. */
  readonly user?: string | undefined;
  /** For `rename`; for `change-id` the new id. */
  readonly name?: string | undefined;
}

function teamWith({ slack }: Acting, channel: string, teamId?: string): Team {
  const all = slack.state.teams().filter((team) => teamId === undefined || team.id === teamId);
  const plain = channel.replace(/^#/, '');
  const owner = all.find((team) => team.channels.some((it) => it.id === plain || it.name === plain));
  if (!owner) throw new CannotDo(`There is no channel "${channel}".`);
  return owner;
}

/** The event that the app gets for a change, if any. */
function change(
  team: Team,
  channel: Channel,
  { action, user, name }: ChannelChange,
): { type: string; [key: string]: unknown } {
  const who = user ?? team.botUser;
  const by = team.people[0]?.id ?? '';
  const kind = channel.isPrivate ? 'group' : 'channel';
  switch (action) {
    case 'join':
      if (!channel.members.includes(who)) channel.members.push(who);
      return {
        type: 'member_joined_channel',
        user: who,
        channel: channel.id,
        channel_type: 'C',
        team: team.id,
        inviter: by,
      };
    case 'leave':
      channel.members = channel.members.filter((id) => id !== who);
      return { type: 'member_left_channel', user: who, channel: channel.id, channel_type: 'C', team: team.id };
    case 'archive':
      channel.isArchived = true;
      return { type: `${kind}_archive`, channel: channel.id, user: by };
    case 'unarchive':
      channel.isArchived = false;
      return { type: `${kind}_unarchive`, channel: channel.id, user: by };
    case 'rename':
      channel.name = name ?? channel.name;
      return { type: `${kind}_rename`, channel: { id: channel.id, name: channel.name, created: 0 } };
    case 'delete':
      team.channels = team.channels.filter((it) => it !== channel);
      return { type: `${kind}_deleted`, channel: channel.id };
    case 'change-id': {
      const old = channel.id;
      channel.id = name ?? `${old}2`;
      return { type: 'channel_id_changed', old_channel_id: old, new_channel_id: channel.id };
    }
  }
}

/** Changes a channel the way people do, and sends the app the events that Slack would. */
export async function changeChannel(acting: Acting, wanted: ChannelChange): Promise<Seen> {
  const team = teamWith(acting, wanted.channel, wanted.team);
  const channel = channelAt(team, wanted.channel);
  const heard = channel.members.includes(team.botUser) || wanted.user === undefined;
  const before = channel.id;
  const event = change(team, channel, wanted);
  await acting.slack.state.saveTeam(team);
  if (channel.id !== before) await acting.slack.state.moveMessages(team.id, before, channel.id);
  return heard ? { delivered: await sendEvent(acting, team, event) } : {};
}

/** Takes back a person's or the app's own token of a team; the app gets the event. */
export async function revoke(acting: Acting, teamId: string, user: string | undefined): Promise<Seen> {
  const team = acting.slack.state.team(teamId);
  if (!team) throw new CannotDo(`There is no team "${teamId}".`);
  if (user === undefined) team.token = undefined;
  await acting.slack.state.saveTeam(team);
  const tokens = { oauth: user === undefined ? [] : [user], bot: user === undefined ? [team.botUser] : [] };
  return { delivered: await sendEvent(acting, team, { type: 'tokens_revoked', tokens }) };
}

/** Uninstalls the app from a team: its token stops working and it gets the events. */
export async function uninstall(acting: Acting, teamId: string): Promise<Seen> {
  const team = acting.slack.state.team(teamId);
  if (!team) throw new CannotDo(`There is no team "${teamId}".`);
  await revoke(acting, teamId, undefined);
  return { delivered: await sendEvent(acting, team, { type: 'app_uninstalled' }) };
}
