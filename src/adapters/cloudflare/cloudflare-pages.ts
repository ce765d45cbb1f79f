import { AppError } from '../../lib/errors.ts';

export interface Page<T> {
  readonly result: readonly T[];
  readonly result_info?:
    | {
        readonly count?: number | undefined;
        readonly per_page?: number | undefined;
        readonly total_count?: number | undefined;
        readonly total_pages?: number | undefined;
      }
    | undefined;
}

const MAX_READS = 3;

/**
 * Every row of a list, asked for page by page from 1 on, without the empty page that tells others that they are done.
 * Where somebody adds or deletes a row meanwhile, the others move from page to page and one could be missed: then it is
 * read again from the start.
 */
export async function collectPages<T extends { readonly id: string }>(
  perPage: number,
  ask: (page: number) => Promise<Page<T>>,
): Promise<T[]> {
  for (let reading = 0; reading < MAX_READS; reading += 1) {
    const rows = await readUnchanged(perPage, ask);
    if (rows) return rows;
  }
  throw new AppError(
    'upstream_unavailable',
    `A list of Cloudflare’s changed each of the ${MAX_READS} times it was read.`,
    {
      hint: 'Somebody is changing it right now. Try again in a minute.',
    },
  );
}

/**
 * Undefined where rows have moved between two pages. A list that says nothing about its pages goes on while they are
 * full; one of those that repeats a page is at its end.
 */
async function readUnchanged<T extends { readonly id: string }>(
  perPage: number,
  ask: (page: number) => Promise<Page<T>>,
): Promise<T[] | undefined> {
  const all = new Map<string, T>();
  let before: number | undefined;
  let firstId: string | undefined;
  for (let page = 1; ; page += 1) {
    const { result, result_info: info } = await ask(page);
    const total = info?.total_count ?? info?.total_pages;
    if (page === 1 && isLast(page, result.length, result.length, perPage, info)) return [...result];
    if (page > 1 && total !== before) return undefined;
    const first = result[0]?.id;
    if (first === undefined || (total === undefined && first === firstId)) break;
    if (result.some(({ id }) => all.has(id))) return undefined;
    for (const row of result) all.set(row.id, row);
    if (isLast(page, result.length, all.size, perPage, info)) break;
    before = total;
    firstId = first;
  }
  return [...all.values()];
}

/** The server's own page size counts: it may be smaller than what was asked for. */
function isLast(page: number, rows: number, total: number, asked: number, info: Page<unknown>['result_info']): boolean {
  if (info?.total_count !== undefined) return total >= info.total_count;
  if (info?.total_pages !== undefined) return page >= info.total_pages;
  return rows < (info?.per_page ?? asked);
}
