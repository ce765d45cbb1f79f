import type { Problem } from './block-kit/validate.ts';

/** Slack says no: `code` is its own error code, `details` what else stands in the answer. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: string;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: string, details: Readonly<Record<string, unknown>> = {}) {
    super(code);
    this.code = code;
    this.details = details;
  }
}

/** The way Slack words what is wrong with blocks. */
export function complaints(problems: readonly Problem[]) {
  const errors = problems.map(({ message, pointer }) => `${message} [json-pointer:${pointer || '/'}]`);
  return { errors, response_metadata: { messages: errors.map((error) => `[ERROR] ${error}`) } };
}
