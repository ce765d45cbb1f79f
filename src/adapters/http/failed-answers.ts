import type { Operation } from '../../ports/operation.ts';
import { Refusal } from './refusal.ts';

const retryLater = 'Try again in a few minutes.';
const checkFirst = 'Check whether it was done before you send it again.';

/** No answer came. */
export function noAnswerError(
  api: string,
  op: Operation,
  reason: 'unreachable' | 'timeout' | 'cut',
  timeout: number,
): Refusal {
  if (reason === 'unreachable')
    return new Refusal('upstream_unavailable', `${api} cannot be reached.`, {
      status: 0,
      hint: `Nothing was changed. ${retryLater}`,
    });
  const what =
    reason === 'timeout'
      ? `${api} did not answer within ${timeout / 1000} s.`
      : `The connection to ${api} was lost before it answered.`;
  return outcomeError(op, what, 0);
}

/** The API, or a proxy before it, failed. */
export const serverError = (api: string, op: Operation, status: number): Refusal =>
  outcomeError(op, `${api} has an internal problem (status ${status}).`, status);

/** The answer is unusable: a web page, a redirect, truncated data, or empty. */
export function unreadableAnswer(api: string, op: Operation, status: number, text: string): Refusal {
  const sentence = `${api} answered with ${whatIsIn(status, text)} (status ${status}).`;
  if (status >= 200 && status < 300) return outcomeError(op, sentence, status);
  return new Refusal('upstream_unavailable', sentence, {
    status,
    hint: `Nothing was changed. ${retryLater} If it keeps happening, an admin can check the API's address with \`npm run doctor\`.`,
  });
}

function whatIsIn(status: number, text: string): string {
  if (status >= 300 && status < 400) return 'a redirect';
  if (/^\s*</.test(text)) return 'a web page instead of data';
  return text.trim() === '' ? 'nothing' : 'something unreadable';
}

/** An idempotent call can be retried later; for any other the outcome is unknown. */
const outcomeError = (op: Operation, sentence: string, status: number): Refusal =>
  op.idempotent
    ? new Refusal('upstream_unavailable', sentence, { status, hint: retryLater })
    : new Refusal('unknown_outcome', `${sentence} "${op.title}" may or may not have been done.`, {
        status,
        hint: checkFirst,
      });
