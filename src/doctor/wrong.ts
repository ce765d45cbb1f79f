import type { AppError } from '../core/errors.ts';
import type { Finding } from './check.ts';

/** A failure as a finding. The app's own advice names Slack commands, so callers may give another. */
export const wrong = (what: string, { message, hint }: AppError, next = hint): Finding => ({
  state: 'wrong',
  what,
  found: message,
  ...(next && { next: next.replaceAll('`', '') }),
});
