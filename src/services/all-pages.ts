interface Page<T> {
  readonly items: readonly T[];
  readonly currentPage?: number | undefined;
  readonly nextPage?: number | undefined;
  readonly totalPages?: number | undefined;
}

const mostPages = 500;

/** Everything in a paged list. Ends at the last page in any of the forms that LiteMail and its siblings mark it with. */
export async function allPages<T>(ask: (page: number) => Promise<Page<T>>): Promise<T[]> {
  const all: T[] = [];
  for (let page = 1; page <= mostPages; page++) {
    const { items, nextPage, totalPages } = await ask(page);
    all.push(...items);
    const more = nextPage !== undefined ? nextPage > page : totalPages !== undefined && page < totalPages;
    if (items.length === 0 || !more) break;
  }
  return all;
}
