import type { Answers, Asker } from '../ports/answers.ts';
import type { Notifier, View } from '../ports/notifier.ts';
import type { WebClients } from './web-clients.ts';

const timeout = 8_000;

interface Options {
  clients: WebClients;
  notifier: Notifier;
  /** Something could not be said; logged, because nobody else would know. */
  onLost(error: unknown): void;
}

/** Bolt's own `respond` has no time limit, so the address is posted to here. */
async function viaResponseUrl(url: string, { text, blocks }: View, share: boolean): Promise<boolean> {
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
    signal: AbortSignal.timeout(timeout),
  });
  await response.body?.cancel();
  return response.ok;
}

export function createAnswers({ clients, notifier, onLost }: Options): Answers {
  const ephemeral = async ({ teamId, userId, channel }: Asker, { text, blocks }: View): Promise<boolean> => {
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
    async answer(asker, view, { share = false } = {}) {
      const ways: (() => Promise<boolean>)[] = [
        ...(asker.responseUrl ? [() => viaResponseUrl(asker.responseUrl ?? '', view, share)] : []),
        ...(asker.channel && share
          ? [async () => (await notifier.post(asker.teamId, asker.channel ?? '', view)).kind === 'sent']
          : []),
        ...(asker.channel && !share ? [() => ephemeral(asker, view)] : []),
        async () => (await notifier.post(asker.teamId, asker.userId, view)).kind === 'sent',
      ];
      for (const way of ways) {
        try {
          if (await way()) return;
        } catch (error) {
          onLost(error);
        }
      }
      onLost(new Error(`An answer for ${asker.userId} could not be delivered.`));
    },
  };
}
