import type { Raw } from '../commands/args.ts';
import type { Command } from '../commands/define.ts';
import type { WebClients } from './web-clients.ts';

const perPage = 1000;
const mostPages = 20;

/** Where a command was typed. */
interface Here {
  readonly teamId: string;
  readonly channel?: string;
  readonly channelName?: string;
}

/** Public channels only: a private one is named by picking it, so that nobody learns of it here. */
async function idOf(clients: WebClients, { teamId, channel, channelName }: Here, name: string) {
  if (channel && channelName === name) return channel;
  const client = await clients.reads(teamId);
  let cursor = '';
  for (let page = 0; page < mostPages; page += 1) {
    const list = await client.conversations.list({
      types: 'public_channel',
      exclude_archived: true,
      limit: perPage,
      ...(cursor && { cursor }),
    });
    const found = list.channels?.find((each) => each.name === name);
    if (found?.id) return found.id;
    cursor = list.response_metadata?.next_cursor ?? '';
    if (!cursor) break;
  }
  return undefined;
}

/** Slack sends ids for channels that were picked from its list; `#ops` typed by hand is looked up here, and left as it is when it is not found. */
export async function withChannelIds(clients: WebClients, here: Here, { args }: Command, raw: Raw): Promise<Raw> {
  const named = Object.entries(raw).flatMap(([key, value]) =>
    args[key]?.widget === 'channel' && typeof value === 'string' && value.startsWith('#')
      ? [[key, value] as const]
      : [],
  );
  const ids = await Promise.all(
    named.map(async ([key, value]) => {
      const id = await idOf(clients, here, value.slice(1).toLowerCase()).catch(() => undefined);
      return [key, id ?? value] as const;
    }),
  );
  return { ...raw, ...Object.fromEntries(ids) };
}
