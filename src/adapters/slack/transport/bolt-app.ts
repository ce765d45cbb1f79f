import { App, type Logger, type Receiver } from '@slack/bolt';
import { onCommand } from '../handlers/on-command.ts';
import { onForm } from '../handlers/on-form.ts';
import { onHome } from '../handlers/on-home.ts';
import { onOptions } from '../handlers/on-options.ts';
import { onPress } from '../handlers/on-press.ts';
import type { SlackDeps } from '../handlers/slack-deps.ts';
import { clientOptions } from '../web-api/web-clients.ts';

interface Options {
  receiver: Receiver;
  slackApiUrl: string;
  logger: Logger;
  onError(error: unknown, body: unknown): void | Promise<void>;
}

/**
 * Bolt only finds the listener of what came in. `authorize` never fails, because Bolt would then acknowledge silently
 * and an unknown team must get an answer. Messages go out through our own clients.
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
    clientOptions: clientOptions({ slackApiUrl, logger }, 2),
  });
  app.error(async ({ error, body }: { error: unknown; body?: unknown }) => onError(error, body));
  return app;
}

/** Registers one catch-all listener per kind of payload, so that nothing goes unanswered. */
export function register(app: App, deps: SlackDeps): void {
  onCommand(app, deps);
  onForm(app, deps);
  onPress(app, deps);
  onOptions(app, deps);
  onHome(app, deps);
  app.shortcut(/.*/, async ({ ack }) => ack());
}
