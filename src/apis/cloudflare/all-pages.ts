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

/**
 * Every row of a list, asked for page by page from 1 on, without the empty page that tells others that they are done.
 * A list that says nothing about its pages goes on while they are full; one that repeats a page is at its end.
 */
export async function allPages<T extends { readonly id: string }>(
  perPage: number,
  ask: (page: number) => Promise<Page<T>>,
): Promise<T[]> {
  const all = new Map<string, T>();
  for (let page = 1; ; page += 1) {
    const { result, result_info: info } = await ask(page);
    const first = result[0]?.id;
    if (first === undefined || all.has(first)) break;
    for (const row of result) all.set(row.id, row);
    if (isLast(page, result.length, all.size, perPage, info)) break;
  }
  return [...all.values()];
}

/** The server's own page size counts: it may be smaller than what was asked for. */
function isLast(page: number, rows: number, total: number, asked: number, info: Page<unknown>['result_info']): boolean {
  if (info?.total_count !== undefined) return total >= info.total_count;
  if (info?.total_pages !== undefined) return page >= info.total_pages;
  return rows < (info?.per_page ?? asked);
}
