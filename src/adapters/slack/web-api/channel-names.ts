import type { Raw } from '../../../engine/commands/arguments.ts';
import type { Command } from '../../../engine/commands/define.ts';
import type { WebClients } from './web-clients.ts';

const PAGE_SIZE = 1000;
const MAX_PAGES = 20;

/** Where a command was typed. */
interface CommandLocation {
  readonly teamId: string;
  readonly channel?: string;
  readonly channelName?: string;
}

/** Public channels only, so that this reveals no private ones; those are picked from Slack's list. */
async function channelIdOf(clients: WebClients, { teamId, channel, channelName }: CommandLocation, name: string) {
  if (channel && channelName === name) return channel;
  const client = await clients.reads(teamId);
  let cursor = '';
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const list = await client.conversations.list({
      types: 'public_channel',
      exclude_archived: true,
      limit: PAGE_SIZE,
      ...(cursor && { cursor }),
    });
    const match = list.channels?.find((each) => each.name === name);
    if (match?.id) return match.id;
    cursor = list.response_metadata?.next_cursor ?? '';
    if (!cursor) break;
  }
  return undefined;
}

/** Slack sends ids for channels picked from its list; `#ops` typed by hand is looked up here, and kept if not found. */
export async function resolveChannelIds(
  clients: WebClients,
  location: CommandLocation,
  { args }: Command,
  raw: Raw,
): Promise<Raw> {
  const named = Object.entries(raw).flatMap(([key, value]) =>
    args[key]?.widget === 'channel' && typeof value === 'string' && value.startsWith('#')
      ? [[key, value] as const]
      : [],
  );
  const ids = await Promise.all(
    named.map(async ([key, value]) => {
      const id = await channelIdOf(clients, location, value.slice(1).toLowerCase()).catch(() => undefined);
      return [key, id ?? value] as const;
    }),
  );
  return { ...raw, ...Object.fromEntries(ids) };
}
