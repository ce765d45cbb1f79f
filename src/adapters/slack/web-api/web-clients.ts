import { type Logger as BoltLogger, type Logger, LogLevel, WebClient, type WebClientOptions } from '@slack/web-api';
import { AppError } from '../../../lib/errors.ts';
import type { TeamStore, Vault } from '../../../ports/stores.ts';
import { boundedAnswer, MAX_ANSWER_BYTES } from '../../http/bounded-answer.ts';

export const botTokenField = 'slack.botToken';

/** The bot token of a team: the one from the environment, or the team's own from its installation. */
interface Installations {
  botToken(teamId: string): Promise<string>;
}

/**
 * One token for one team. `teamOf` asks Slack which team; until that succeeds no team is refused. Other teams can have
 * the same app installed, and in an Enterprise organisation even the same people.
 */
export function oneTeam(token: string, teamOf: (token: string) => Promise<string | undefined>): Installations {
  let own: Promise<string | undefined> | undefined;
  return {
    async botToken(teamId) {
      own ??= teamOf(token).catch(() => {
        own = undefined;
        return undefined;
      });
      const team = await own;
      if (team === undefined || team === teamId) return token;
      throw new AppError('not_configured', 'This app is set up for another Slack workspace.', {
        hint: 'Ask whoever runs it to set it up for yours.',
      });
    },
  };
}

export const manyTeams = (teams: TeamStore, vault: Vault): Installations => ({
  async botToken(teamId) {
    const sealed = (await teams.get(teamId))?.secrets[botTokenField];
    if (sealed) return vault.open(teamId, botTokenField, sealed);
    throw new AppError('not_configured', 'This Slack workspace has not installed the app.', {
      hint: 'Ask whoever runs the app to install it in your workspace.',
    });
  },
});

type Log = Readonly<Record<'debug' | 'info' | 'warn' | 'error', (text: string) => void>>;

/** Forwards Bolt's log lines except debug ones, which contain whole requests and so what people typed into forms. */
export function boltLogger(log: Log): BoltLogger {
  const say =
    (level: 'debug' | 'info' | 'warn' | 'error') =>
    (...parts: unknown[]): void =>
      log[level](
        parts
          .map((part) =>
            part instanceof Error ? `${part.name}: ${part.message}` : typeof part === 'string' ? part : '',
          )
          .join(' ')
          .trim(),
      );
  return {
    debug: () => {},
    info: say('debug'),
    warn: say('warn'),
    error: say('error'),
    setLevel: () => {},
    getLevel: () => LogLevel.INFO,
    setName: () => {},
  };
}

const MAX_CLIENTS = 200;
/** Slack may do the work and answer late; a post that was given up too early would be made twice. */
const POST_TIMEOUT_MS = 30_000;

/** One call of Slack's Web API, for metrics. `status` is 0 when no answer came; Slack answers most refusals with 200. */
interface SlackCall {
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

/** All that is counted by name: an upload goes to an address that is a key by itself. */
const methods = new Set([
  ...['apps.connections.open', 'auth.test', 'chat.postEphemeral', 'chat.postMessage', 'chat.update'],
  ...['conversations.info', 'conversations.list', 'conversations.open', 'files.completeUploadExternal'],
  ...['files.getUploadURLExternal', 'files.info', 'oauth.v2.access', 'usergroups.list', 'usergroups.users.list'],
  ...['users.info', 'users.list', 'views.open', 'views.publish'],
]);

function methodIn(url: string): string {
  const last = new URL(url).pathname.split('/').at(-1) ?? '';
  return methods.has(last) ? last : 'other';
}

/** What the SDK fetches with: bounded in size and, the body included, in time. */
const boundedFetch =
  (observe: ((call: SlackCall) => void) | undefined, timeout: number): typeof fetch =>
  async (url, init) => {
    const signals = [AbortSignal.timeout(timeout), ...(init?.signal ? [init.signal] : [])];
    const started = performance.now();
    let status = 0;
    try {
      const response = await fetch(url, { ...init, signal: AbortSignal.any(signals) });
      status = response.status;
      return boundedAnswer(response, MAX_ANSWER_BYTES);
    } finally {
      const operation = methodIn(String(url));
      observe?.({ api: 'Slack', operation, status, ms: performance.now() - started });
    }
  };

/**
 * `headers` is never set: the SDK would write one team's token into the shared object. `retryConfig` is always set: its
 * default retries for half an hour.
 */
export const clientOptions = (
  { observe, ...slackApi }: SlackApi,
  retries: number,
  timeout = 10_000,
): WebClientOptions => ({
  ...slackApi,
  fetch: boundedFetch(observe, timeout) as never,
  timeout,
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
    const existing =
      clients.get(key) ??
      new WebClient(token, clientOptions(slackApi, retries, retries === 0 ? POST_TIMEOUT_MS : undefined));
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
