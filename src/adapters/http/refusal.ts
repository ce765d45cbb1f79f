import type { z } from 'zod';
import { AppError, type ErrorCode } from '../../lib/errors.ts';
import { withoutMarkup } from '../../lib/text.ts';
import type { Operation } from '../../ports/operation.ts';
import type { NoAnswer } from './http.ts';

interface Details {
  status: number;
  codes?: readonly number[];
  pointer?: string | undefined;
  hint?: string | undefined;
  retryAt?: number;
}

/**
 * An API refused, or gave no usable answer. The message is for people; `status` (0 if no answer came), the API's own
 * `codes` and the `pointer` to the rejected part (JSON pointer into the request) are for code.
 */
export class Refusal extends AppError {
  readonly status: number;
  readonly codes: readonly number[];
  readonly pointer: string | undefined;

  constructor(code: ErrorCode, message: string, { status, codes = [], pointer, hint, retryAt }: Details) {
    super(code, message, { ...(hint ? { hint } : {}), ...(retryAt ? { retryAt } : {}) });
    this.status = status;
    this.codes = codes;
    this.pointer = pointer;
  }
}

/** An API's own words as they are quoted: one line, not too long. Undefined if there are none. */
export function quotedWords(text: string | undefined): string | undefined {
  const line = withoutMarkup(text ?? '')
    .replace(/\s+/g, ' ')
    .trim();
  return line === '' ? undefined : line.length <= 300 ? line : `${line.slice(0, 299)}…`;
}

/** True if the API has no such operation, or not for this credential. */
export const isMissing = (error: unknown): boolean =>
  error instanceof Refusal && [403, 404, 405, 410, 501].includes(error.status);

const retryLater = 'Try again in a few minutes.';
const checkFirst = 'Check whether it was done before you send it again.';

/** No answer came. */
export function noAnswerError(api: string, op: Operation, reason: NoAnswer['reason'], timeout: number): Refusal {
  if (reason === 'unreachable')
    return new Refusal('upstream_unavailable', `${api} cannot be reached.`, {
      status: 0,
      hint: `Nothing was changed. ${retryLater}`,
    });
  const what = {
    timeout: `${api} did not answer within ${timeout / 1000} s.`,
    cut: `The connection to ${api} was lost before it answered.`,
    'too large': `${api}'s answer was too large to be read.`,
  };
  return outcomeError(op, what[reason], 0);
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
    ? new Refusal('upstream_unavailable', sentence, {
        status,
        hint: op.method === 'GET' ? retryLater : `It may have been done; once more does no harm. ${retryLater}`,
      })
    : new Refusal('unknown_outcome', `${sentence} "${op.title}" may or may not have been done.`, {
        status,
        hint: checkFirst,
      });

/** Field (dots between its parts, empty for the whole) and what is wrong with it; never what was in it. */
export interface Mismatch {
  readonly field: string;
  readonly problem: string;
}

export const mismatchesIn = (error: z.ZodError): Mismatch[] => flattened(error.issues);

/** An answer that does not match our declaration of the operation, not even as far as it is needed. */
export class UnexpectedAnswer extends Refusal {
  /** As the API's navigation names it. */
  readonly operation: string;
  readonly mismatches: readonly Mismatch[];

  constructor(api: string, op: Operation, mismatches: readonly Mismatch[]) {
    const [first] = mismatches;
    const about = first ? ` (${first.field || 'the whole'}: ${first.problem})` : '';
    const sentence = `${api} answered “${op.title}” in a form that this app does not know${about}.`;
    if (op.idempotent)
      super('upstream_rejected', sentence, {
        status: 200,
        hint: 'Whoever runs the app can find out more with `npm run doctor`.',
      });
    else super('unknown_outcome', `${sentence} It may or may not have been done.`, { status: 200, hint: checkFirst });
    this.operation = op.title;
    this.mismatches = mismatches;
  }
}

function flattened(issues: readonly z.core.$ZodIssue[]): Mismatch[] {
  return issues.flatMap((issue) => {
    const field = issue.path.map(String).join('.');
    const inner = issue.code === 'invalid_union' ? issue.errors.flat() : [];
    if (inner.length === 0) return [{ field, problem: issue.message }];
    return flattened(inner).map((one) => ({ ...one, field: [field, one.field].filter(Boolean).join('.') }));
  });
}
