import type { App as BoltApp, Logger, Receiver } from '@slack/bolt';
import { clientOptions } from '../web-api/web-clients.ts';
import { App } from './bolt.ts';

interface Options {
  receiver: Receiver;
  slackApiUrl: string;
  logger: Logger;
  onError(error: unknown, body: unknown): void | Promise<void>;
  /** Called for each acknowledgement with its kind and the milliseconds it took. */
  onAck?: ((kind: string, ms: number) => void) | undefined;
}

/**
 * Bolt only does signatures, envelopes and acks. `authorize` never fails, because Bolt would then acknowledge silently
 * and an unknown team must get an answer. Messages go out through our own clients.
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

/** Slack's own names, from a closed list because they become metric labels. */
const kinds = ['event_callback', 'block_actions', 'view_submission', 'view_closed', 'block_suggestion'];
function kindOf({ command, type }: { command?: unknown; type?: unknown }): string {
  return command === undefined ? (kinds.find((kind) => kind === type) ?? 'other') : 'command';
}

/** Without this, an event that no listener took, or that threw before its ack, would time out after 3 seconds. */
function acknowledgeAll(app: BoltApp, onAck: Options['onAck']): void {
  const process = app.processEvent.bind(app);
  app.processEvent = async (event) => {
    const receivedAt = performance.now();
    let acknowledged = false;
    const ack: typeof event.ack = (response) => {
      if (!acknowledged) onAck?.(kindOf(event.body), performance.now() - receivedAt);
      acknowledged = true;
      return event.ack(response);
    };
    await process({ ...event, ack });
    if (!acknowledged) await ack();
  };
}
