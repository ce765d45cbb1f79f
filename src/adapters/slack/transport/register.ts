import type { App } from '@slack/bolt';
import { onCommand } from '../handlers/on-command.ts';
import { onForm } from '../handlers/on-form.ts';
import { onHome } from '../handlers/on-home.ts';
import { onOptions } from '../handlers/on-options.ts';
import { onPress } from '../handlers/on-press.ts';
import type { SlackDeps } from '../handlers/slack-deps.ts';

/** Registers one catch-all listener per kind of payload, so that nothing goes unanswered. */
export function register(app: App, deps: SlackDeps): void {
  onCommand(app, deps);
  onForm(app, deps);
  onPress(app, deps);
  onOptions(app, deps);
  onHome(app, deps);
  app.shortcut(/.*/, async ({ ack }) => ack());
}
