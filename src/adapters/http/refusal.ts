import type { z } from 'zod';
import { AppError, type ErrorCode } from '../../lib/errors.ts';
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
    ? new Refusal('upstream_unavailable', sentence, { status, hint: retryLater })
    : new Refusal('unknown_outcome', `${sentence} "${op.title}" may or may not have been done.`, {
        status,
        hint: checkFirst,
      });

/** An answer that does not match our declaration of the operation: a bug of ours. */
export class UnexpectedAnswer extends Error {
  override readonly name = 'UnexpectedAnswer';
  /** As the API's navigation names it. */
  readonly operation: string;
  /** Field (dots between its parts, empty for the whole) and what is wrong with it; never what was in it. */
  readonly mismatches: readonly { readonly field: string; readonly problem: string }[];

  constructor(api: string, { title, method, path }: Operation, error: z.ZodError) {
    const mismatches = flattened(error.issues);
    const list = mismatches.map(({ field, problem }) => `${field || 'the whole'}: ${problem}`).join('; ');
    super(`${api}'s answer to "${title}" (${method} ${path}) does not fit its declaration: ${list}`);
    this.operation = title;
    this.mismatches = mismatches;
  }
}

function flattened(issues: readonly z.core.$ZodIssue[]): { field: string; problem: string }[] {
  return issues.flatMap((issue) => {
    const field = issue.path.map(String).join('.');
    const inner = issue.code === 'invalid_union' ? issue.errors.flat() : [];
    if (inner.length === 0) return [{ field, problem: issue.message }];
    return flattened(inner).map((one) => ({ ...one, field: [field, one.field].filter(Boolean).join('.') }));
  });
}
