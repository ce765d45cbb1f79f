import type { App } from '@slack/bolt';
import type { SlackDeps } from './desk.ts';
import { onCommand } from './on-command.ts';
import { onForm } from './on-form.ts';
import { onHome } from './on-home.ts';
import { onOptions } from './on-options.ts';
import { onPress } from './on-press.ts';

/** Registers one catch-all listener per kind of payload, so that nothing goes unanswered. */
export function register(app: App, deps: SlackDeps): void {
  onCommand(app, deps);
  onForm(app, deps);
  onPress(app, deps);
  onOptions(app, deps);
  onHome(app, deps);
  app.shortcut(/.*/, async ({ ack }) => ack());
}
