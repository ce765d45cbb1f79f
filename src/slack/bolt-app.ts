import { App, type Logger, type Receiver } from '@slack/bolt';

interface Options {
  receiver: Receiver;
  slackApiUrl: string;
  logger: Logger;
  onError(error: unknown, body: unknown): void;
}

/**
 * Bolt does signatures, envelopes and acks; nothing else. `authorize` never fails: a team that we do not know must be
 * told so, and after a failed authorize Bolt acknowledges in silence. Messages go out through our own clients.
 */
export function createBoltApp({ receiver, slackApiUrl, logger, onError }: Options): App {
  const app = new App({
    receiver,
    authorize: async () => ({}),
    logger,
    convoStore: false,
    ignoreSelf: false,
    tokenVerificationEnabled: false,
    extendedErrorHandler: true,
    clientOptions: { slackApiUrl, retryConfig: { retries: 2 }, timeout: 10_000 },
  });
  app.error(async ({ error, body }: { error: unknown; body?: unknown }) => onError(error, body));
  return app;
}
