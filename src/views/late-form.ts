import type { View } from '../ports/notifier.ts';
import { actions, button, code, context, section } from './block-kit.ts';
import type { RouteState } from './routes.ts';

/** Slack's three seconds for a form were over. Its button opens it with all that was typed. */
export function lateFormView(state: RouteState<'command.open'>): View {
  const { command, asksWhy } = state;
  const happened = `${asksWhy ? `${asksWhy} ` : ''}Slack could not show the form of ${code(command)} in time.`;
  const kept = 'Nothing was done, and what you entered is kept.';
  const line = `\`--reason "why"\` in the command says it without the form.`;
  return {
    forCaller: true,
    text: [happened, kept, 'Open the form with the button.', ...(asksWhy ? [line] : [])].join(' '),
    blocks: [
      section(`${happened} ${kept}`),
      actions(button('Open the form', 'command.open', state)),
      ...(asksWhy ? [context(line)] : []),
    ],
  };
}
