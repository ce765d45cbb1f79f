import type { ChatPostMessageArguments, ChatUpdateArguments, FilesUploadV2Arguments, WebClient } from '@slack/web-api';
import type { Clock } from '../../../ports/clock.ts';
import type { Delivery, Notifier, View } from '../../../ports/notifier.ts';
import type { ReplyTarget, Responder } from '../../../ports/responder.ts';
import { ThrottledError, type Throttles, type Tier } from '../../../ports/throttles.ts';
import { drawn } from '../../../ui/block-kit.ts';
import { permanentErrors, retryAfter, slackCode } from './slack-errors.ts';
import type { WebClients } from './web-clients.ts';

/** By Slack's tiers: updates are tier 3 for a whole team, posts about one a second in each channel. */
const updateTier: Tier = { burst: 45, perMinute: 50, reserve: 4, retryAfter };
const postTier: Tier = { burst: 4, perMinute: 60, reserve: 1, retryAfter };

/** Files can only be shared in conversations, so a person's direct message is opened first. */
const isPerson = (channel: string): boolean => /^[UW]/.test(channel);

const MAX_TEXT = 4000;
/** Slack may have done what it did not answer, so it is asked again ever more rarely. */
const RETRY_UNREACHABLE_MS = 5_000;
const MAX_RETRY_UNREACHABLE_MS = 600_000;
/** Retry delay after an unknown Slack error. */
const RETRY_UNKNOWN_MS = 5_000;

/** Link previews would double the height of every message that names a domain. */
const noPreviews = { unfurl_links: false, unfurl_media: false };

function content(view: View) {
  const { text, blocks } = drawn({ text: view.text, blocks: view.blocks });
  return { text: text.slice(0, MAX_TEXT), ...(blocks && { blocks: blocks as never }) };
}

interface NotifierOptions {
  clients: WebClients;
  clock: Clock;
  throttles: Throttles;
  /** Slack refused a message as invalid: our bug, so it is logged. */
  onInvalid(code: string, view: View): void;
}

/** Whether the app may post in public channels that it is not in. */
async function mayPostAnywhere(client: WebClient): Promise<boolean> {
  const { response_metadata } = await client.auth.test();
  return response_metadata?.scopes?.includes('chat:write.public') === true;
}

export function createNotifier({ clients, clock, throttles, onInvalid }: NotifierOptions): Notifier {
  /** Calls without an answer since the last one with, by what was called. */
  const unanswered = new Map<string, number>();
  const attempt = async (
    key: string,
    view: View,
    send: (view: View) => Promise<{ channel?: string; ts?: string }>,
  ): Promise<Delivery> => {
    try {
      const { channel = '', ts = '' } = await send(view);
      unanswered.delete(key);
      return { kind: 'sent', ref: { channel, ts } };
    } catch (error) {
      if (error instanceof ThrottledError) return { kind: 'later', retryAt: error.retryAt, reason: error.message };
      const wait = retryAfter(error);
      if (wait !== undefined)
        return { kind: 'later', retryAt: clock.now() + wait, reason: 'Slack is rate-limiting this app.' };
      const code = slackCode(error);
      if (code === undefined) {
        const times = unanswered.get(key) ?? 0;
        unanswered.set(key, times + 1);
        const pause = Math.min(RETRY_UNREACHABLE_MS * 2 ** times, MAX_RETRY_UNREACHABLE_MS);
        return { kind: 'later', retryAt: clock.now() + pause, reason: 'Slack could not be reached.' };
      }
      unanswered.delete(key);
      if (view.blocks && /^invalid_(blocks|arguments|attachments)|^msg_too_long$|^msg_blocks_too_long$/.test(code)) {
        onInvalid(code, view);
        return attempt(key, { text: view.text }, send);
      }
      if (permanentErrors[code]) return { kind: 'gone', reason: permanentErrors[code] };
      return { kind: 'later', retryAt: clock.now() + RETRY_UNKNOWN_MS, reason: `Slack answered \`${code}\`.` };
    }
  };

  return {
    post: (teamId, channel, view, { threadTs, urgency = 'now' } = {}) =>
      attempt(`${teamId}/${channel}`, view, async (v) => {
        const args = { channel, ...content(v), ...noPreviews, ...(threadTs && { thread_ts: threadTs }) };
        const { chat } = await clients.posts(teamId);
        return throttles.run(`${teamId}/${channel}`, postTier, urgency, () =>
          chat.postMessage(args as ChatPostMessageArguments),
        );
      }),
    async mayPost(teamId, channel) {
      try {
        const client = await clients.reads(teamId);
        const { channel: info } = await client.conversations.info({ channel });
        if (info?.is_archived) return permanentErrors.is_archived;
        if (info?.is_member !== false) return undefined;
        const isOpen = !info.is_private && (await mayPostAnywhere(client));
        return isOpen ? undefined : permanentErrors.not_in_channel;
      } catch (error) {
        const code = slackCode(error);
        return code ? (permanentErrors[code] ?? `Slack answered \`${code}\`.`) : 'Slack could not be reached.';
      }
    },
    upload: (teamId, channel, { name, text }, { threadTs } = {}) =>
      attempt(`${teamId}/${channel}/files`, { text: name }, async () => {
        const client = await clients.posts(teamId);
        const to = isPerson(channel) ? (await client.conversations.open({ users: channel })).channel?.id : channel;
        if (!to) throw new Error('Slack opened a direct message but did not return its id.');
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
      attempt(`${teamId}/${channel}/${ts}`, view, async (v) => {
        const args: ChatUpdateArguments = { channel, ts, blocks: [], ...content(v) };
        const { chat } = await clients.posts(teamId);
        await throttles.run(teamId, updateTier, urgency, () => chat.update(args));
        return { channel, ts };
      }),
  };
}

const RESPONSE_TIMEOUT_MS = 8_000;

interface ResponderOptions {
  clients: WebClients;
  notifier: Notifier;
  /** A reply could not be delivered; logged, because nobody else would notice. */
  onUndelivered(error: unknown): void;
}

/** Used instead of Bolt's `respond`, which has no timeout. */
async function postToResponseUrl(url: string, { text, blocks }: View, share: boolean): Promise<boolean> {
  const body = JSON.stringify({
    response_type: share ? 'in_channel' : 'ephemeral',
    replace_original: false,
    text,
    ...(blocks && { blocks }),
  });
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
    signal: AbortSignal.timeout(RESPONSE_TIMEOUT_MS),
  });
  await response.body?.cancel();
  return response.ok;
}

export function createResponder({ clients, notifier, onUndelivered }: ResponderOptions): Responder {
  const ephemeral = async ({ teamId, userId, channel }: ReplyTarget, { text, blocks }: View): Promise<boolean> => {
    if (!channel) return false;
    const client = await clients.posts(teamId);
    const { ok } = await client.chat.postEphemeral({
      channel,
      user: userId,
      text,
      ...(blocks && { blocks: blocks as never }),
    });
    return ok;
  };

  return {
    async respond(target, answer, { share = false } = {}) {
      const view: View = drawn({ text: answer.text, ...(answer.blocks && { blocks: answer.blocks }) });
      const attempts: (() => Promise<boolean>)[] = [
        ...(target.responseUrl ? [() => postToResponseUrl(target.responseUrl ?? '', view, share)] : []),
        ...(target.channel && share
          ? [async () => (await notifier.post(target.teamId, target.channel ?? '', view)).kind === 'sent']
          : []),
        ...(target.channel && !share ? [() => ephemeral(target, view)] : []),
        async () => (await notifier.post(target.teamId, target.userId, view)).kind === 'sent',
      ];
      for (const attempt of attempts) {
        try {
          if (await attempt()) return;
        } catch (error) {
          onUndelivered(error);
        }
      }
      onUndelivered(new Error(`An answer for ${target.userId} could not be delivered.`));
    },
  };
}
