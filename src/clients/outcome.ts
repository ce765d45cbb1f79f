import type { Operation } from '../apis/operation.ts';
import { Refusal } from './refusal.ts';

const again = 'Try again in a few minutes.';
const nobodyKnows = 'Look whether it was done before you send it again.';

/** No answer came. */
export function unanswered(
  api: string,
  op: Operation,
  reason: 'unreachable' | 'timeout' | 'cut',
  timeout: number,
): Refusal {
  if (reason === 'unreachable')
    return new Refusal('upstream_unavailable', `${api} cannot be reached.`, {
      status: 0,
      hint: `Nothing was changed. ${again}`,
    });
  const what =
    reason === 'timeout'
      ? `${api} did not answer within ${timeout / 1000} s.`
      : `The connection to ${api} broke off before it answered.`;
  return lost(op, what, 0);
}

/** The API, or a proxy before it, failed. */
export const failed = (api: string, op: Operation, status: number): Refusal =>
  lost(op, `${api} has a problem of its own (status ${status}).`, status);

/** An answer came that says nothing: a web page, a way to somewhere else, something cut off, or nothing at all. */
export function unreadable(api: string, op: Operation, status: number, text: string): Refusal {
  const sentence = `${api} answered with ${whatIsIn(status, text)} (status ${status}).`;
  if (status >= 200 && status < 300) return lost(op, sentence, status);
  return new Refusal('upstream_unavailable', sentence, {
    status,
    hint: `Nothing was changed. ${again} If it goes on, an admin checks the API's address with \`npm run doctor\`.`,
  });
}

function whatIsIn(status: number, text: string): string {
  if (status >= 300 && status < 400) return 'a redirect';
  if (/^\s*</.test(text)) return 'a web page instead of data';
  return text.trim() === '' ? 'nothing' : 'something unreadable';
}

/** What may be sent twice is simply tried again later; anything else may have happened or not. */
const lost = (op: Operation, sentence: string, status: number): Refusal =>
  op.idempotent
    ? new Refusal('upstream_unavailable', sentence, { status, hint: again })
    : new Refusal('unknown_outcome', `${sentence} "${op.title}" may or may not have been done.`, {
        status,
        hint: nobodyKnows,
      });
