import type { App } from '@slack/bolt';
import type { Desk } from './desk.ts';
import { onCommand } from './on-command.ts';
import { onForm } from './on-form.ts';
import { onHome } from './on-home.ts';
import { onOptions } from './on-options.ts';
import { onPress } from './on-press.ts';

/** Every way in from Slack. One listener each, taking everything of its kind, so that nothing is left without an answer. */
export function register(app: App, desk: Desk): void {
  onCommand(app, desk);
  onForm(app, desk);
  onPress(app, desk);
  onOptions(app, desk);
  onHome(app, desk);
  app.shortcut(/.*/, async ({ ack }) => ack());
}
