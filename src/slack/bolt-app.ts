import type { App as BoltApp, Logger, Receiver } from '@slack/bolt';
import { App } from './bolt.ts';
import { clientOptions } from './web-clients.ts';

interface Options {
  receiver: Receiver;
  slackApiUrl: string;
  logger: Logger;
  onError(error: unknown, body: unknown): void | Promise<void>;
}

/**
 * Bolt does signatures, envelopes and acks; nothing else. `authorize` never fails: a team that we do not know must be
 * told so, and after a failed authorize Bolt acknowledges in silence. Messages go out through our own clients.
 */
export function createBoltApp({ receiver, slackApiUrl, logger, onError }: Options): BoltApp {
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
  acknowledgeAll(app);
  return app;
}

/** What no listener took, or what threw before its ack, would hang for 3 seconds and end in a 404. */
function acknowledgeAll(app: BoltApp): void {
  const process = app.processEvent.bind(app);
  app.processEvent = async (event) => {
    let acknowledged = false;
    const ack: typeof event.ack = (response) => {
      acknowledged = true;
      return event.ack(response);
    };
    await process({ ...event, ack });
    if (!acknowledged) await ack();
  };
}
