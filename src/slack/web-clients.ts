import { WebClient } from '@slack/web-api';
import type { Installations } from './installations.ts';

const timeout = 10_000;
const kept = 200;

/** One client per bot token. `reads` may be repeated; a repeated post would be posted twice. */
export interface WebClients {
  reads(teamId: string): Promise<WebClient>;
  posts(teamId: string): Promise<WebClient>;
}

/**
 * Our own clients rather than Bolt's pool, which never evicts. `headers` is never set: the SDK would write one team's
 * token into the shared object. `retryConfig` is always set: its default goes on for half an hour.
 */
export function createWebClients({
  slackApiUrl,
  installations,
}: {
  slackApiUrl: string;
  installations: Installations;
}): WebClients {
  const clients = new Map<string, WebClient>();
  const client = (token: string, retries: number): WebClient => {
    const key = `${retries}:${token}`;
    const found =
      clients.get(key) ??
      new WebClient(token, {
        slackApiUrl,
        timeout,
        retryConfig: { retries, minTimeout: 200 },
        rejectRateLimitedCalls: true,
      });
    clients.delete(key);
    clients.set(key, found);
    for (const oldest of clients.keys()) {
      if (clients.size <= kept) break;
      clients.delete(oldest);
    }
    return found;
  };
  return {
    reads: async (teamId) => client(await installations.botToken(teamId), 2),
    posts: async (teamId) => client(await installations.botToken(teamId), 0),
  };
}
