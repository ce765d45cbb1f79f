import { shownMessage } from '../post.ts';
import { Refusal } from '../slack-refusal.ts';
import { type Channel, directMessage, findPerson, type Team } from '../team.ts';
import { channelOf, type Methods, page } from './method.ts';

export function shownChannel(team: Team, channel: Channel) {
  const isMember = channel.members.includes(team.botUser);
  if (channel.im) return { id: channel.id, is_im: true, user: channel.im, is_archived: false, is_org_shared: false };
  return {
    id: channel.id,
    name: channel.name,
    name_normalized: channel.name,
    is_channel: !channel.isPrivate,
    is_group: channel.isPrivate ?? false,
    is_private: channel.isPrivate ?? false,
    is_im: false,
    is_mpim: false,
    is_archived: channel.isArchived ?? false,
    is_general: channel.name === 'general',
    is_member: isMember,
    is_shared: false,
    is_ext_shared: false,
    is_org_shared: false,
    context_team_id: team.id,
    creator: team.people[0]?.id ?? '',
    num_members: channel.members.filter((id) => id !== team.botUser).length,
    topic: { value: '', creator: '', last_set: 0 },
    purpose: { value: '', creator: '', last_set: 0 },
  };
}

/** No app of ours may read history: it has neither the scope nor the need. */
const withoutHistory = (scope: string) => ({
  scope,
  tier: 'tier3' as const,
  run(): never {
    throw new Refusal('missing_scope');
  },
});

export const conversations: Methods = {
  'conversations.list': {
    scope: 'channels:read',
    tier: 'tier2',
    run({ team, args }) {
      const types = args.list('types').length > 0 ? args.list('types') : ['public_channel'];
      const wanted = team.channels.filter((channel) => {
        if (args.flag('exclude_archived') && channel.isArchived) return false;
        if (channel.im) return types.includes('im');
        if (channel.isPrivate) return types.includes('private_channel') && channel.members.includes(team.botUser);
        return types.includes('public_channel');
      });
      const { items, response_metadata } = page(wanted, args);
      return { channels: items.map((channel) => shownChannel(team, channel)), response_metadata };
    },
  },
  'conversations.info': {
    scope: 'channels:read',
    tier: 'tier3',
    run: (call) => ({ channel: shownChannel(call.team, channelOf(call)) }),
  },
  'conversations.members': {
    scope: 'channels:read',
    tier: 'tier4',
    run(call) {
      const { items, response_metadata } = page(channelOf(call).members, call.args);
      return { members: items, response_metadata };
    },
  },
  'conversations.open': {
    scope: 'im:write',
    tier: 'tier3',
    async run({ slack, team, args }) {
      const users = args.list('users');
      const person = findPerson(team, users[0] ?? '');
      if (users.length !== 1 || !person)
        throw new Refusal(users.length === 0 ? 'users_list_not_supplied' : 'user_not_found');
      if (person.deleted) throw new Refusal('user_disabled');
      const channel = directMessage(team, person.id);
      await slack.state.saveTeam(team);
      return args.flag('return_im') ? { channel: shownChannel(team, channel) } : { channel: { id: channel.id } };
    },
  },
  'conversations.replies': {
    scope: 'channels:history',
    tier: 'tier3',
    run(call) {
      const channel = channelOf(call);
      const ts = call.args.needed('ts');
      const messages = call.slack.state
        .messages(call.team.id, channel.id)
        .filter((it) => !it.ephemeralFor && (it.ts === ts || it.thread_ts === ts));
      if (messages.length === 0) throw new Refusal('thread_not_found');
      return { messages: messages.map(shownMessage), has_more: false };
    },
  },
  'conversations.history': withoutHistory('channels:history'),
};
