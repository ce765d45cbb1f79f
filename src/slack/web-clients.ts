import { type Logger, WebClient, type WebClientOptions } from '@slack/web-api';
import type { Installations } from './installations.ts';

const kept = 200;

export interface Place {
  readonly slackApiUrl: string;
  readonly logger: Logger;
}

/**
 * `headers` is never set: the SDK would write one team's token into the shared object. `retryConfig` is always set: its
 * default goes on for half an hour.
 */
export const clientOptions = (place: Place, retries: number): WebClientOptions => ({
  ...place,
  timeout: 10_000,
  retryConfig: { retries, minTimeout: 200 },
  rejectRateLimitedCalls: true,
});

/** One client per bot token. `reads` may be repeated; a repeated post would be posted twice. */
export interface WebClients {
  reads(teamId: string): Promise<WebClient>;
  posts(teamId: string): Promise<WebClient>;
}

/** Our own clients rather than Bolt's pool, which never evicts. */
export function createWebClients({ installations, ...place }: Place & { installations: Installations }): WebClients {
  const clients = new Map<string, WebClient>();
  const client = (token: string, retries: number): WebClient => {
    const key = `${retries}:${token}`;
    const found = clients.get(key) ?? new WebClient(token, clientOptions(place, retries));
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

/** The team that a bot token is for; undefined for one that is good in a whole organisation. */
export const teamOf =
  (place: Place) =>
  async (token: string): Promise<string | undefined> => {
    const { team_id, is_enterprise_install } = await new WebClient(token, clientOptions(place, 0)).auth.test();
    return is_enterprise_install ? undefined : team_id;
  };
