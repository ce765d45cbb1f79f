import type { App, Logger, ReceiverEvent } from '@slack/bolt';
import { SocketModeClient } from '@slack/socket-mode';
import type { Clock } from '../../../ports/clock.ts';
import { retryAfter, slackCode } from '../web-api/slack-errors.ts';
import { clientOptions } from '../web-api/web-clients.ts';
import type { Dispatcher, Transport } from './transport.ts';

/** Milliseconds to wait after this many consecutive failures. */
const reconnectDelay = (failures: number): number => (failures === 0 ? 0 : Math.min(60_000, 500 * 2 ** failures));
/** A connection that lasted this long counts as good, so the next one is opened at once: Slack renews them regularly. */
const STABLE_AFTER_MS = 10_000;
/** Milliseconds to wait for a clean disconnect. */
const DISCONNECT_TIMEOUT_MS = 2_000;

interface Options {
  appToken: string;
  slackApiUrl: string;
  logger: Logger;
  clock: Clock;
  dispatcher: Dispatcher;
  onError(error: unknown): void;
}

/**
 * Socket Mode: a connection that the app opens and keeps open. We reconnect ourselves, because the SDK's own loop waits
 * five seconds at every renewal and ends the process if Slack cannot be reached then. It would also add its own
 * `retryConfig` to options that have none. A receiver of our own, because Bolt's acknowledges nothing by itself.
 */
export function createSocketTransport({ appToken, clock, dispatcher, onError, ...slackApi }: Options): Transport {
  const { logger } = slackApi;
  const client = new SocketModeClient({
    appToken,
    logger,
    autoReconnectEnabled: false,
    clientOptions: clientOptions(slackApi, 0),
  });
  let app: App | undefined;
  client.on('slack_event', (event: Pick<ReceiverEvent, 'body' | 'ack'>) => {
    dispatcher.dispatch(app, event).catch(onError);
  });
  let open = false;
  let stopped = false;
  let wake: () => void = () => {};

  const pause = (milliseconds: number): Promise<void> =>
    new Promise((resolve) => {
      const cancel = clock.after(milliseconds, resolve);
      wake = () => {
        cancel();
        resolve();
      };
    });

  /** Resolves once the connection has ended; rejects if it could not be opened. */
  async function connection(): Promise<void> {
    let onDisconnect: () => void = () => {};
    const end = new Promise<void>((resolve) => {
      onDisconnect = resolve;
    });
    client.once('disconnected', onDisconnect);
    try {
      await client.start();
      open = true;
      await end;
    } finally {
      open = false;
      client.off('disconnected', onDisconnect);
    }
  }

  async function keepConnected(): Promise<void> {
    for (let failures = 0; !stopped; ) {
      const startedAt = clock.elapsed();
      let wait: number | undefined;
      try {
        await connection();
      } catch (error) {
        wait = retryAfter(error);
        if (!stopped) logger.error(connectionProblem(error));
      }
      failures = clock.elapsed() - startedAt > STABLE_AFTER_MS ? 0 : failures + 1;
      if (!stopped) await pause(wait ?? reconnectDelay(failures));
    }
  }

  return {
    receiver: {
      init: (initialised) => {
        app = initialised;
      },
      start: async () => {},
      stop: async () => {},
    },
    isOpen: () => open,
    start: () => void keepConnected().catch(onError),
    async stop() {
      stopped = true;
      open = false;
      wake();
      client.removeAllListeners('slack_event');
      await Promise.race([
        client.disconnect(),
        new Promise<void>((resolve) => clock.after(DISCONNECT_TIMEOUT_MS, resolve)),
      ]);
    },
  };
}

/** For the log: why Slack cannot reach the app. */
function connectionProblem(error: unknown): string {
  const code = slackCode(error);
  if (/^(invalid_auth|not_authed|not_allowed_token_type|account_inactive|token_revoked)$/.test(code ?? ''))
    return `Slack does not accept SLACK_APP_TOKEN (${code}). Create an app-level token with connections:write at api.slack.com.`;
  if (code) return `Slack refused the Socket Mode connection (${code}).`;
  return `Slack cannot be reached for Socket Mode (${error instanceof Error ? error.message : 'the connection was refused'}).`;
}
