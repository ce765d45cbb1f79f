import type { AppError } from '../lib/errors.ts';
import type { Finding } from './check.ts';

/** An error as a finding. The error's own hint names Slack commands, so callers may pass another. */
export const failedCheck = (what: string, { message, hint }: AppError, next = hint): Finding => ({
  state: 'wrong',
  what,
  found: message,
  ...(next && { next: next.replaceAll('`', '') }),
});
