import type { View } from '../ports/notifier.ts';
import { actions, button, code, section } from './block-kit.ts';
import type { RouteState } from './routes.ts';

type Typed = NonNullable<RouteState<'command.open'>['raw']>;

/** A button holds 2,000 characters; who typed more types it again. */
const mostTyped = 1500;

/** Slack's three seconds for a form were over. What was typed is kept in the button. */
export function lateFormView(command: string, typed: Typed = {}): View {
  const fits = JSON.stringify(typed).length <= mostTyped;
  const text = `Slack could not show the form of ${code(command)} in time. Nothing was done.`;
  const open = button('Open the form', 'command.open', { command, ...(fits && { raw: typed }) });
  return { text: `${text} Send the command once more.`, blocks: [section(text), actions(open)] };
}
