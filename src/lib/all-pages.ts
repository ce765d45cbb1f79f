import { AppError } from './errors.ts';

/** One page of a list, with as much as it says about the others. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly odd?: readonly unknown[] | undefined;
  /** Rows of the whole list. */
  readonly total?: number | undefined;
  readonly currentPage?: number | undefined;
  readonly nextPage?: number | string | undefined;
  readonly totalPages?: number | undefined;
  readonly hasMore?: boolean | undefined;
}

/** A list as far as it could be read. */
export interface Listing<T> {
  readonly items: readonly T[];
  /** Rows that this app cannot read, as they came. */
  readonly odd: readonly unknown[];
  /** The list is cut: rows that there are beside these, `unknown` if only that is known. */
  readonly missing?: number | 'unknown';
}

const MOST_PAGES = 1_000;

/**
 * Every row of a list, asked for page by page from 1 on, each once. It goes on while the list says that there is more,
 * by whatever it says it, or says nothing and the page is full; it ends at a page with nothing new.
 */
export async function collectPages<T extends object>(
  limit: number,
  ask: (page: number) => Promise<Page<T>>,
): Promise<Listing<T>> {
  const items = new Map<string, T>();
  const odd = new Map<string, unknown>();
  let total: number | undefined;
  for (let number = 1; ; number += 1) {
    const page = await ask(number);
    const before = items.size + odd.size;
    for (const row of page.items) if (!items.has(keyOf(row))) items.set(keyOf(row), row);
    for (const row of page.odd ?? []) odd.set(JSON.stringify(row), row);
    const read = items.size + odd.size;
    const { currentPage = number, nextPage, totalPages, hasMore } = page;
    total = page.total ?? total;
    const count = page.items.length + (page.odd?.length ?? 0);
    const saysMore =
      (total !== undefined && total > read) ||
      // Of an empty page it is a slip.
      (count > 0 && (Boolean(nextPage) || hasMore === true || (totalPages ?? 0) > currentPage));
    const saysNothing = [total, totalPages, nextPage, hasMore].every((each) => each === undefined);
    if (read > before && number < MOST_PAGES && (saysMore || (saysNothing && count === limit))) continue;
    const listing = { items: [...items.values()], odd: [...odd.values()] };
    if (!saysMore) return listing;
    return { ...listing, missing: total !== undefined && total > read ? total - read : 'unknown' };
  }
}

/** A list that cannot be asked for by pages, so that it is cut where it says that there is more. */
export async function onePage<T extends object>(ask: () => Promise<Page<T>>): Promise<Listing<T>> {
  const page = await ask();
  return collectPages(Number.POSITIVE_INFINITY, async () => page);
}

const keyOf = (row: object): string => JSON.stringify('id' in row ? row.id : row);

/** What only a whole list can answer. Throws `upstream_unavailable` where it is cut; `what`: `mailboxes`. */
export function wholeList<T>({ items, odd, missing }: Listing<T>, what: string): readonly T[] {
  if (missing === undefined) return items;
  const read = items.length + odd.length;
  const count = missing === 'unknown' ? `says that there are more than the ${read}` : `counts ${read + missing}`;
  throw new AppError('upstream_unavailable', `LiteMail’s list of ${what} is cut: it ${count} and gave ${read}.`, {
    hint: 'Nothing was changed. Try again in a few minutes, or look in LiteMail’s dashboard.',
  });
}
