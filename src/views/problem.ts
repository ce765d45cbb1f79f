import type { Button } from '@slack/types';
import { AppError } from '../core/errors.ts';
import type { View } from '../ports/notifier.ts';
import { actions, button, context, section, slackTime } from './block-kit.ts';
import type { RouteState } from './routes.ts';

/** What happened and what to do next. */
export function problemView(message: string, hint?: string): View {
  return {
    text: `:warning: ${[message, hint].filter(Boolean).join(' ')}`,
    blocks: [section(`:warning: ${message}`), ...(hint ? [context(hint)] : [])],
  };
}

/** Our own fault: the person gets a reference that is in our log, and nothing of the inside. */
export const bugView = (reference: string): View =>
  problemView(
    `Something went wrong on our side (reference \`${reference}\`).`,
    'Nothing that you were told has happened is lost. Try again; if it stays, give the reference to whoever runs this app.',
  );

/** A wait this long is told as a time of day, too. */
const long = 90_000;

const sayWhen = ({ hint, retryAt = 0 }: AppError, now: number): string | undefined =>
  retryAt - now < long ? hint : `${hint ?? ''} It is taken again from ${slackTime(retryAt)} on.`.trim();

function withButton(error: AppError, now: number, next: Button): View {
  const view = problemView(error.message, sayWhen(error, now));
  return { ...view, blocks: [...(view.blocks ?? []), actions(next)], forCaller: true };
}

/** What may pass by itself, with a button that sends the same once more. */
export const passingView = (error: AppError, now: number, again: RouteState<'command.run'>): View =>
  withButton(error, now, button('Send it again', 'command.run', again));

/** What was wrong in a form, with a button that opens it again as it was. */
export const correctView = (error: AppError, now: number, form: RouteState<'command.open'>): View =>
  withButton(error, now, button('Correct it', 'command.open', form));

/** `reference` is asked for only when the error is ours. */
export const errorView = (error: unknown, reference: (error: unknown) => string, now: number): View =>
  error instanceof AppError ? problemView(error.message, sayWhen(error, now)) : bugView(reference(error));
