import type { View } from '../../ports/notifier.ts';
import { actions, button, code, context, section } from '../../ui/block-kit.ts';
import type { RouteState } from '../../ui/routes.ts';

/** Slack's 3-second trigger expired. The button opens the form with everything that was typed. */
export function lateFormView(state: RouteState<'command.open'>): View {
  const { command, asksWhy } = state;
  const happened = `${asksWhy ? `${asksWhy} ` : ''}Slack could not open the form for ${code(command)} in time.`;
  const keptText = 'Nothing was done, and what you entered is saved.';
  const line = `\`--reason "why"\` in the command gives it without the form.`;
  return {
    forCaller: true,
    text: [happened, keptText, 'Press the button to open it.', ...(asksWhy ? [line] : [])].join(' '),
    blocks: [
      section(`${happened} ${keptText}`),
      actions(button('Open the form', 'command.open', state)),
      ...(asksWhy ? [context(line)] : []),
    ],
  };
}
