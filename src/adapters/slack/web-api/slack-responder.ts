import type { Notifier, View } from '../../../ports/notifier.ts';
import type { ReplyTarget, Responder } from '../../../ports/responder.ts';
import { drawn } from '../../../ui/block-kit.ts';
import type { WebClients } from './web-clients.ts';

const RESPONSE_TIMEOUT_MS = 8_000;

interface Options {
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

export function createResponder({ clients, notifier, onUndelivered }: Options): Responder {
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
