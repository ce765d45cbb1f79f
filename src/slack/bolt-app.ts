import type { App as BoltApp, Logger, Receiver } from '@slack/bolt';
import { App } from './bolt.ts';
import { clientOptions } from './web-clients.ts';

interface Options {
  receiver: Receiver;
  slackApiUrl: string;
  logger: Logger;
  onError(error: unknown, body: unknown): void | Promise<void>;
  /** Told of each acknowledgement: what was acknowledged, and after how many milliseconds. */
  onAck?: ((kind: string, ms: number) => void) | undefined;
}

/**
 * Bolt does signatures, envelopes and acks; nothing else. `authorize` never fails: a team that we do not know must be
 * told so, and after a failed authorize Bolt acknowledges in silence. Messages go out through our own clients.
 */
export function createBoltApp({ receiver, slackApiUrl, logger, onError, onAck }: Options): BoltApp {
  const app = new App({
    receiver,
    authorize: async () => ({}),
    logger,
    convoStore: false,
    ignoreSelf: false,
    tokenVerificationEnabled: false,
    extendedErrorHandler: true,
    clientOptions: clientOptions({ slackApiUrl, logger }, 2),
  });
  app.error(async ({ error, body }: { error: unknown; body?: unknown }) => onError(error, body));
  acknowledgeAll(app, onAck);
  return app;
}

/** As Slack calls it, from a list that ends. */
const kinds = ['event_callback', 'block_actions', 'view_submission', 'view_closed', 'block_suggestion'];
function kindOf({ command, type }: { command?: unknown; type?: unknown }): string {
  return command === undefined ? (kinds.find((kind) => kind === type) ?? 'other') : 'command';
}

/** What no listener took, or what threw before its ack, would hang for 3 seconds and end in a 404. */
function acknowledgeAll(app: BoltApp, onAck: Options['onAck']): void {
  const process = app.processEvent.bind(app);
  app.processEvent = async (event) => {
    const came = performance.now();
    let acknowledged = false;
    const ack: typeof event.ack = (response) => {
      if (!acknowledged) onAck?.(kindOf(event.body), performance.now() - came);
      acknowledged = true;
      return event.ack(response);
    };
    await process({ ...event, ack });
    if (!acknowledged) await ack();
  };
}
