/**
 * The closed list of ways a command can fail that a person can be told about.
 * Anything else that is thrown is our fault and is answered with a reference id.
 */
export type ErrorCode =
  | 'bad_input'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'drift'
  | 'not_configured'
  | 'upstream_rejected'
  | 'upstream_unavailable'
  | 'rate_limited'
  | 'unknown_outcome'
  | 'tampered';

interface Details {
  /** What to do next, as a sentence. */
  hint?: string;
  /** What happened, for somebody else who reads it, where the message says “you”. */
  toOthers?: string;
  /** Argument name → what is wrong with it, for forms. */
  fields?: Record<string, string>;
  /** When it makes sense to try again, epoch milliseconds. */
  retryAt?: number;
  cause?: unknown;
}

/** A failure worded for the person: `message` says what happened, `hint` what to do next. Neither holds a secret. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly toOthers: string;
  readonly fields: Record<string, string>;
  readonly retryAt: number | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    { hint, toOthers = message, fields = {}, retryAt, cause }: Details = {},
  ) {
    super(message, { cause });
    this.code = code;
    this.hint = hint;
    this.toOthers = toOthers;
    this.fields = fields;
    this.retryAt = retryAt;
  }
}

/** Whether a later retry may succeed without anybody doing anything. */
export const isTransient = ({ code }: AppError): boolean =>
  code === 'rate_limited' || code === 'upstream_unavailable' || code === 'unknown_outcome';
