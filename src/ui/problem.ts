import type { Button } from '@slack/types';
import { AppError } from '../lib/errors.ts';
import type { View } from '../ports/notifier.ts';
import { actions, button, code, context, section, slackTime } from './block-kit.ts';
import type { RouteState } from './routes.ts';

/** What happened and what to do next. */
export function problemView(message: string, hint?: string): View {
  return {
    text: `:warning: ${[message, hint].filter(Boolean).join(' ')}`,
    blocks: [section(`:warning: ${message}`), ...(hint ? [context(hint)] : [])],
  };
}

/** A form can only be opened within three seconds. */
export const formTooLate = problemView('Slack could not open the form in time.', 'Press the button again.');

/** Slack's 3-second trigger expired. The button opens the form with everything that was typed. */
export function lateFormView(state: RouteState<'command.open'>): View {
  const { command, reasonPrompt } = state;
  const happened = `${reasonPrompt ? `${reasonPrompt} ` : ''}Slack could not open the form for ${code(command)} in time.`;
  const keptText = 'Nothing was done, and what you entered is saved.';
  const line = `\`--reason "why"\` in the command gives it without the form.`;
  return {
    forCaller: true,
    text: [happened, keptText, 'Press the button to open it.', ...(reasonPrompt ? [line] : [])].join(' '),
    blocks: [
      section(`${happened} ${keptText}`),
      actions(button('Open the form', 'command.open', state)),
      ...(reasonPrompt ? [context(line)] : []),
    ],
  };
}

/** An unexpected error: the person gets a reference to our log and no internals. */
export const bugView = (reference: string): View =>
  problemView(
    `Something went wrong on our side (reference \`${reference}\`).`,
    'Everything you were told is done is saved. Try again; if the error comes back, give the reference to whoever runs this app.',
  );

/** From this wait on, the time of day is shown too. */
const LONG_WAIT_MS = 90_000;

const hintWithTime = ({ hint, retryAt = 0 }: AppError, now: number): string | undefined =>
  retryAt - now < LONG_WAIT_MS ? hint : `${hint ?? ''} The limit ends ${slackTime(retryAt)}.`.trim();

const withButton = (view: View, next: Button): View => ({
  ...view,
  blocks: [...(view.blocks ?? []), actions(next)],
  forCaller: true,
});

/** With a button that reopens the form as it was. */
export const withEditButton = (view: View, form: RouteState<'command.open'>): View =>
  withButton(view, button('Edit', 'command.open', form));

/** A transient error, with a button that retries. */
export const transientErrorView = (error: AppError, now: number, retry: RouteState<'command.run'>): View =>
  withButton(problemView(error.message, hintWithTime(error, now)), button('Send it again', 'command.run', retry));

/** Invalid form input, with a button that reopens the form as it was. */
export const correctFormView = (error: AppError, now: number, form: RouteState<'command.open'>): View =>
  withEditButton(problemView(error.message, hintWithTime(error, now)), form);

/** `reference` is called only for unexpected errors. */
export const errorView = (error: unknown, reference: (error: unknown) => string, now: number): View =>
  error instanceof AppError ? problemView(error.message, hintWithTime(error, now)) : bugView(reference(error));
