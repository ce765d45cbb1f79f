import { AppError, type ErrorCode } from '../../lib/errors.ts';

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
