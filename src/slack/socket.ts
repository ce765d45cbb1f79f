import type { Logger } from '@slack/bolt';
import type { Clock } from '../ports/clock.ts';
import { SocketModeReceiver } from './bolt.ts';
import { retryAfter, slackCode } from './slack-errors.ts';
import type { WayIn } from './way-in.ts';
import { clientOptions } from './web-clients.ts';

/** Milliseconds to wait after so many failures in a row. */
const pauseAfter = (failures: number): number => (failures === 0 ? 0 : Math.min(60_000, 500 * 2 ** failures));
/** Milliseconds after which a connection was a good one, and the next is made at once: Slack renews them now and then. */
const lasting = 10_000;
/** Milliseconds that a goodbye may take. */
const farewell = 2_000;

interface Options {
  appToken: string;
  slackApiUrl: string;
  logger: Logger;
  clock: Clock;
  onError(error: unknown): void;
}

/**
 * Socket Mode: a connection that the app opens and keeps. It is kept by us and not by the SDK, whose own loop waits five
 * seconds each time Slack renews the connection, and ends the process when Slack cannot be reached at that moment. It
 * would also put its own `retryConfig` into options that have none.
 */
export function createSocketWayIn({ appToken, clock, onError, ...place }: Options): WayIn {
  const { logger } = place;
  const receiver = new SocketModeReceiver({
    appToken,
    logger,
    autoReconnectEnabled: false,
    installerOptions: { clientOptions: clientOptions(place, 0) },
    processEventErrorHandler: async ({ error }) => {
      onError(error);
      return false;
    },
  });
  const { client } = receiver;
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

  /** Resolves once the connection has ended, however it did; rejects when there was none. */
  async function connection(): Promise<void> {
    let ended: () => void = () => {};
    const end = new Promise<void>((resolve) => {
      ended = resolve;
    });
    client.once('disconnected', ended);
    try {
      await client.start();
      open = true;
      await end;
    } finally {
      open = false;
      client.off('disconnected', ended);
    }
  }

  async function keep(): Promise<void> {
    for (let failures = 0; !stopped; ) {
      const began = clock.now();
      let wait: number | undefined;
      try {
        await connection();
      } catch (error) {
        wait = retryAfter(error);
        if (!stopped) logger.error(whyNot(error));
      }
      failures = clock.now() - began > lasting ? 0 : failures + 1;
      if (!stopped) await pause(wait ?? pauseAfter(failures));
    }
  }

  return {
    receiver,
    isOpen: () => open,
    start: () => void keep().catch(onError),
    async stop() {
      stopped = true;
      open = false;
      wake();
      client.removeAllListeners('slack_event');
      await Promise.race([client.disconnect(), new Promise<void>((resolve) => clock.after(farewell, resolve))]);
    },
  };
}

/** For the log: what keeps the app from being reached. */
function whyNot(error: unknown): string {
  const code = slackCode(error);
  if (/^(invalid_auth|not_authed|not_allowed_token_type|account_inactive|token_revoked)$/.test(code ?? ''))
    return `Slack does not accept SLACK_APP_TOKEN (${code}). Make an app-level token with connections:write at api.slack.com.`;
  if (code) return `Slack opens no connection for Socket Mode (${code}).`;
  return `Slack cannot be reached for Socket Mode (${error instanceof Error ? error.message : 'the connection was refused'}).`;
}
