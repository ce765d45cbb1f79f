import { type Content, checkMessage, postAsApp, replaceContent, shownMessage } from '../post.ts';
import { Refusal } from '../slack-refusal.ts';
import { channelOf, type MethodCall, type Methods, writableChannel } from './method.ts';

function contentIn({ args }: MethodCall): Content {
  const blocks = args.json('blocks', 'invalid_blocks_format');
  const attachments = args.json('attachments', 'invalid_attachments');
  const metadata = args.json('metadata', 'invalid_metadata_format');
  return {
    text: args.text('text'),
    ...(blocks !== undefined && { blocks }),
    ...(attachments !== undefined && { attachments }),
    ...(metadata !== undefined && { metadata }),
  };
}

/** A message of the app in that channel; ephemeral ones cannot be found this way. */
function ownMessage(call: MethodCall, missing: string, foreign: string) {
  const channel = channelOf(call);
  const ts = call.args.needed('ts');
  const message = call.slack.state.messages(call.team.id, channel.id).find((it) => it.ts === ts && !it.ephemeralFor);
  if (!message) throw new Refusal(missing);
  if (message.bot_id !== call.team.botId) throw new Refusal(foreign);
  return { channel, message };
}

export const chat: Methods = {
  'chat.postMessage': {
    scope: 'chat:write',
    tier: 'special',
    async run(call) {
      const { slack, team, args } = call;
      const channel = writableChannel(call);
      const wait = slack.rateLimits.take(`${team.id}/post/${channel.id}`, 'post');
      if (wait) throw new Refusal('ratelimited', { retryAfter: wait });
      const content = contentIn(call);
      checkMessage(slack, 'chat.postMessage', content);
      const message = await postAsApp(slack, team, channel, content, { threadTs: args.text('thread_ts') });
      return { channel: channel.id, ts: message.ts, message: shownMessage(message) };
    },
  },
  'chat.postEphemeral': {
    scope: 'chat:write',
    tier: 'tier4',
    async run(call) {
      const { slack, team, args } = call;
      const channel = writableChannel(call);
      const user = args.needed('user');
      if (!channel.members.includes(user)) throw new Refusal('user_not_in_channel');
      const content = contentIn(call);
      checkMessage(slack, 'chat.postEphemeral', content, { update: true });
      const where = { threadTs: args.text('thread_ts'), ephemeralFor: user };
      const message = await postAsApp(slack, team, channel, content, where);
      return { message_ts: message.ts };
    },
  },
  'chat.update': {
    scope: 'chat:write',
    tier: 'tier3',
    async run(call) {
      const { channel, message } = ownMessage(call, 'message_not_found', 'cant_update_message');
      if (channel.isArchived) throw new Refusal('is_archived');
      const content = contentIn(call);
      checkMessage(call.slack, 'chat.update', content, { update: true });
      await replaceContent(call.slack, call.team, message, content);
      return { channel: channel.id, ts: message.ts, text: message.text, message: shownMessage(message) };
    },
  },
  'chat.delete': {
    scope: 'chat:write',
    tier: 'tier3',
    async run(call) {
      const { channel, message } = ownMessage(call, 'message_not_found', 'cant_delete_message');
      await call.slack.state.removeMessage(call.team.id, channel.id, message.ts);
      return { channel: channel.id, ts: message.ts };
    },
  },
  'chat.getPermalink': {
    tier: 'special',
    run(call) {
      const channel = channelOf(call);
      const ts = call.args.needed('message_ts');
      const known = call.slack.state.messages(call.team.id, channel.id).some((it) => it.ts === ts && !it.ephemeralFor);
      if (!known) throw new Refusal('message_not_found');
      const permalink = `https://${call.team.domain}.slack.com/archives/${channel.id}/p${ts.replace('.', '')}`;
      return { channel: channel.id, permalink };
    },
  },
};
