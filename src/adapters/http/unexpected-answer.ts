import type { z } from 'zod';
import type { Operation } from '../../ports/operation.ts';

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
