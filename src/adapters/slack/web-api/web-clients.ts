import { type Logger, WebClient, type WebClientOptions } from '@slack/web-api';
import type { Installations } from './installations.ts';

const MAX_CLIENTS = 200;

/** One call of Slack's Web API, for metrics. `status` is 0 when no answer came; Slack answers most refusals with 200. */
export interface SlackCall {
  readonly api: 'Slack';
  /** The method: `chat.postMessage`. */
  readonly operation: string;
  readonly status: number;
  readonly ms: number;
}

export interface SlackApi {
  readonly slackApiUrl: string;
  readonly logger: Logger;
  readonly observe?: ((call: SlackCall) => void) | undefined;
}

const observedFetch =
  (observe: (call: SlackCall) => void): typeof fetch =>
  async (url, init) => {
    const started = performance.now();
    let status = 0;
    try {
      const response = await fetch(url, init);
      status = response.status;
      return response;
    } finally {
      const operation = String(url).split('/').at(-1) ?? '';
      observe({ api: 'Slack', operation, status, ms: performance.now() - started });
    }
  };

/**
 * `headers` is never set: the SDK would write one team's token into the shared object. `retryConfig` is always set: its
 * default retries for half an hour.
 */
export const clientOptions = ({ observe, ...slackApi }: SlackApi, retries: number): WebClientOptions => ({
  ...slackApi,
  ...(observe && { fetch: observedFetch(observe) as never }),
  timeout: 10_000,
  retryConfig: { retries, minTimeout: 200 },
  rejectRateLimitedCalls: true,
});

/** One client per bot token. Only `reads` retries: a repeated post would appear twice. */
export interface WebClients {
  reads(teamId: string): Promise<WebClient>;
  posts(teamId: string): Promise<WebClient>;
}

/** Our own clients rather than Bolt's pool, which never evicts. */
export function createWebClients({
  installations,
  ...slackApi
}: SlackApi & { installations: Installations }): WebClients {
  const clients = new Map<string, WebClient>();
  const client = (token: string, retries: number): WebClient => {
    const key = `${retries}:${token}`;
    const existing = clients.get(key) ?? new WebClient(token, clientOptions(slackApi, retries));
    clients.delete(key);
    clients.set(key, existing);
    for (const oldest of clients.keys()) {
      if (clients.size <= MAX_CLIENTS) break;
      clients.delete(oldest);
    }
    return existing;
  };
  return {
    reads: async (teamId) => client(await installations.botToken(teamId), 2),
    posts: async (teamId) => client(await installations.botToken(teamId), 0),
  };
}

/** The team of a bot token; undefined for an organisation-wide one. */
export const teamOf =
  (slackApi: SlackApi) =>
  async (token: string): Promise<string | undefined> => {
    const { team_id, is_enterprise_install } = await new WebClient(token, clientOptions(slackApi, 0)).auth.test();
    return is_enterprise_install ? undefined : team_id;
  };
