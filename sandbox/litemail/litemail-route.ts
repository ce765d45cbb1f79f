import type { Operation } from './litemail-context.ts';

/** Where an operation is, and what answers there. Paths are below `/v1`. */
export interface Route {
  readonly method: string;
  /** As documented or inferred. */
  readonly inferred: string;
  /** In the sibling's form. */
  readonly alternative: string;
  /** Only the newer set of operations has it. */
  readonly onlyInV3: boolean;
  readonly answer: Operation;
}
/** By the title that the navigation of LiteMail API v3 gives it. */
export type Routes = Readonly<Record<string, Route>>;

/** `at` is method and path; `sibling` is the path in the sibling's form where that differs. */
export function route(
  at: `${'GET' | 'POST' | 'PUT' | 'DELETE'} /${string}`,
  answer: Operation,
  { sibling, onlyInV3 = false }: { readonly sibling?: string; readonly onlyInV3?: boolean } = {},
): Route {
  const [method = '', inferred = ''] = at.split(' ');
  return { method, inferred, alternative: sibling ?? inferred, onlyInV3, answer };
}
