import { AppError } from '../core/errors.ts';
import type { View } from '../ports/notifier.ts';
import { context, section } from './block-kit.ts';

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

/** `reference` is asked for only when the error is ours. */
export const errorView = (error: unknown, reference: (error: unknown) => string): View =>
  error instanceof AppError ? problemView(error.message, error.hint) : bugView(reference(error));
