import type { z } from 'zod';
import { AppError } from '../../lib/errors.ts';
import type { Operation } from '../../ports/operation.ts';

export interface Parts {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

export interface Composed {
  readonly method: string;
  /** Path and query, to be put behind the API's URL. */
  readonly target: string;
  readonly body: unknown;
}

/** What the caller gave, held against the declaration. Throws `bad_input` naming each field that does not fit. */
export function validateParts(operation: Operation, input: unknown): Parts {
  const given = (input ?? {}) as { params?: Record<string, string>; query?: unknown; body?: unknown };
  const query = operation.query?.safeParse(given.query ?? {});
  const body = operation.body?.safeParse(given.body);
  const issues = [...issuesIn('query', query), ...issuesIn('body', body)];
  if (issues.length > 0)
    throw new AppError('bad_input', `"${operation.title}" cannot be asked for like this.`, {
      hint: issues.map(([field, problem]) => `${field}: ${problem}`).join('; '),
      fields: Object.fromEntries(issues.map(([field, problem]) => [field.replace(/^\w+\./, ''), problem])),
    });
  return { params: given.params ?? {}, query: (query?.data ?? {}) as Record<string, unknown>, body: body?.data };
}

const issuesIn = (part: string, result: z.ZodSafeParseResult<unknown> | undefined): [string, string][] =>
  (result?.error?.issues ?? []).map((issue) => [[part, ...issue.path].join('.'), issue.message]);

export function compose(operation: Operation, parts: Parts): Composed {
  const search = searchOf(parts.query);
  return { method: operation.method, target: fillPath(operation.path, parts.params) + search, body: parts.body };
}

/** Each parameter becomes exactly one segment of the path, whatever is in it. */
export function fillPath(path: string, params: Readonly<Record<string, string>>): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name] ?? '';
    if (value === '' || value === '.' || value === '..')
      throw new AppError('bad_input', `"${value}" cannot be the ${name} of anything.`);
    return encodeURIComponent(value);
  });
}

/** Lists become comma lists; what is undefined is left out. */
export function searchOf(query: Readonly<Record<string, unknown>>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, String(value));
  return search.size > 0 ? `?${search}` : '';
}
