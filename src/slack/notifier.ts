import type { ChatPostMessageArguments, ChatUpdateArguments, FilesUploadV2Arguments } from '@slack/web-api';
import type { Clock } from '../ports/clock.ts';
import type { Delivery, Notifier, View } from '../ports/notifier.ts';
import { createPaces, NotYet } from './pace.ts';
import { permanent, retryAfter, slackCode } from './slack-errors.ts';
import type { WebClients } from './web-clients.ts';

/** Files go to conversations only, and a person's has to be opened first. */
const isPerson = (channel: string): boolean => /^[UW]/.test(channel);

const textLimit = 4000;
const soon = 2_000;
/** After an answer that is neither known nor permanent. */
const later = 5_000;

/** Previews would double the height of every message that names a domain. */
const quiet = { unfurl_links: false, unfurl_media: false };

const content = ({ text, blocks }: View) => ({
  text: text.slice(0, textLimit),
  ...(blocks && { blocks: blocks as never }),
});

interface Options {
  clients: WebClients;
  clock: Clock;
  /** Slack refused what we built: our fault, to be logged. */
  onInvalid(code: string, view: View): void;
}

export function createNotifier({ clients, clock, onInvalid }: Options): Notifier {
  const paces = createPaces(clock);
  const attempt = async (
    view: View,
    send: (view: View) => Promise<{ channel?: string; ts?: string }>,
  ): Promise<Delivery> => {
    try {
      const { channel = '', ts = '' } = await send(view);
      return { kind: 'sent', ref: { channel, ts } };
    } catch (error) {
      if (error instanceof NotYet) return { kind: 'later', retryAt: error.retryAt, reason: error.message };
      const wait = retryAfter(error);
      if (wait !== undefined) return { kind: 'later', retryAt: clock.now() + wait, reason: 'Slack asked to wait.' };
      const code = slackCode(error);
      if (code === undefined)
        return { kind: 'later', retryAt: clock.now() + soon, reason: 'Slack could not be reached.' };
      if (view.blocks && /^invalid_(blocks|arguments|attachments)|^msg_too_long$|^msg_blocks_too_long$/.test(code)) {
        onInvalid(code, view);
        return attempt({ text: view.text }, send);
      }
      if (permanent[code]) return { kind: 'gone', reason: permanent[code] };
      return { kind: 'later', retryAt: clock.now() + later, reason: `Slack answered \`${code}\`.` };
    }
  };

  return {
    post: (teamId, channel, view, { threadTs, urgency = 'now' } = {}) =>
      attempt(view, async (v) => {
        const args = { channel, ...content(v), ...quiet, ...(threadTs && { thread_ts: threadTs }) };
        const { chat } = await clients.posts(teamId);
        return paces.posting(teamId, channel)(urgency, () => chat.postMessage(args as ChatPostMessageArguments));
      }),
    async mayPost(teamId, channel) {
      try {
        const info = await (await clients.reads(teamId)).conversations.info({ channel });
        if (info.channel?.is_archived) return permanent.is_archived;
        return info.channel?.is_member === false ? permanent.not_in_channel : undefined;
      } catch (error) {
        const code = slackCode(error);
        return code ? (permanent[code] ?? `Slack answered \`${code}\`.`) : 'Slack could not be reached.';
      }
    },
    upload: (teamId, channel, { name, text }, { threadTs } = {}) =>
      attempt({ text: name }, async () => {
        const client = await clients.posts(teamId);
        const to = isPerson(channel) ? (await client.conversations.open({ users: channel })).channel?.id : channel;
        if (!to) throw new Error('Slack opened a direct message and did not say which.');
        await client.filesUploadV2({
          channel_id: to,
          filename: name,
          title: name,
          content: text,
          ...(threadTs && { thread_ts: threadTs }),
        } as FilesUploadV2Arguments);
        return { channel: to };
      }),
    update: (teamId, { channel, ts }, view, { urgency = 'now' } = {}) =>
      attempt(view, async (v) => {
        const args = { channel, ts, blocks: [], ...content(v) } as unknown as ChatUpdateArguments;
        const { chat } = await clients.posts(teamId);
        await paces.updating(teamId)(urgency, () => chat.update(args));
        return { channel, ts };
      }),
  };
}
