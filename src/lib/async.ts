interface Timer {
  after(milliseconds: number, work: () => void): () => void;
}

/** The value if it arrives in time; undefined after the timeout or on rejection. */
export function withTimeout<T>(timer: Timer, milliseconds: number, pending: Promise<T>): Promise<T | undefined> {
  return new Promise((resolve) => {
    const cancel = timer.after(milliseconds, () => resolve(undefined));
    pending.then(
      (value) => {
        cancel();
        resolve(value);
      },
      () => {
        cancel();
        resolve(undefined);
      },
    );
  });
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly currentPage?: number | undefined;
  readonly nextPage?: number | undefined;
  readonly totalPages?: number | undefined;
}

/**
 * Every item of a list, asked for page by page from 1 on. A list that says nothing about pages is taken to be whole;
 * one that repeats a page, or gives an empty one, is at its end.
 */
export async function collectPages<T extends object>(ask: (page: number) => Promise<Page<T>>): Promise<T[]> {
  const all: T[] = [];
  let firstOfLast: string | undefined;
  for (let page = 1; ; page += 1) {
    const { items, currentPage = page, nextPage, totalPages } = await ask(page);
    const first = JSON.stringify(items[0]);
    if (first === undefined || first === firstOfLast) return all;
    all.push(...items);
    firstOfLast = first;
    if (!nextPage && (totalPages === undefined || currentPage >= totalPages)) return all;
  }
}
