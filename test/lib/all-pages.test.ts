import { describe, expect, it } from 'vitest';
import { litemail as operations } from '../../src/adapters/litemail/operations/litemail-operations.ts';
import { collectPages, onePage, wholeList } from '../../src/lib/all-pages.ts';

const rows = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => ({ id: `m${from + index}`, email: `a${from + index}@b.io` }));
const read = (answer: unknown) => operations.listMailboxes.response.parse(answer);

/** 250 mailboxes, 100 to a page, with what a sibling says of them. */
async function collected(say: (page: number, mailboxes: readonly object[]) => unknown) {
  let calls = 0;
  const listing = await collectPages(100, async (page) => {
    calls += 1;
    return read(say(page, rows((page - 1) * 100, Math.min(page * 100, 250)).slice(0, Math.max(0, 350 - page * 100))));
  });
  return { calls, listing };
}

describe('a list of 250 comes whole, whatever it says of its pages', () => {
  it.each<[string, (page: number, mailboxes: readonly object[]) => unknown]>([
    ['total', (page, mailboxes) => ({ mailboxes, total: 250, page, limit: 100 })],
    ['total as text', (page, mailboxes) => ({ mailboxes, total: '250', page })],
    ['totalCount', (_, mailboxes) => ({ mailboxes, totalCount: 250 })],
    ['totalMailboxes', (_, mailboxes) => ({ mailboxes, totalMailboxes: 250 })],
    ['total_count in meta', (page, data) => ({ data, meta: { total_count: 250, current_page: page } })],
    ['pages', (page, mailboxes) => ({ mailboxes, pages: 3, page })],
    ['last_page', (page, data) => ({ data, last_page: 3, current_page: page })],
    ['pagination.totalPages', (page, items) => ({ items, pagination: { page, totalPages: 3 } })],
    ['hasMore', (page, mailboxes) => ({ mailboxes, hasMore: page < 3 })],
    ['has_next_page', (page, results) => ({ results, pageInfo: { has_next_page: page < 3 } })],
    ['nextPage', (page, mailboxes) => ({ mailboxes, nextPage: page < 3 ? page + 1 : null })],
    ['the address of the next page', (page, data) => ({ data, links: { next: page < 3 ? `/v1?page=${page}` : null } })],
    ['nothing', (_, mailboxes) => mailboxes],
  ])('%s', async (_, say) => {
    const { calls, listing } = await collected(say);
    expect(listing.items).toHaveLength(250);
    expect(listing.missing).toBeUndefined();
    expect(calls).toBe(3);
  });
});

describe('a list that does not come whole', () => {
  it('says how many are missing where the API gives the same page again', async () => {
    const { listing } = await collected(() => ({ mailboxes: rows(0, 100), total: 250 }));
    expect(listing).toMatchObject({ missing: 150 });
    expect(() => wholeList(listing, 'mailboxes')).toThrow(
      'LiteMail’s list of mailboxes is cut: it counts 250 and gave 100.',
    );
  });

  it('says that there are more where only that is known', async () => {
    const { listing } = await collected(() => ({ mailboxes: rows(0, 100), hasMore: true }));
    expect(listing.missing).toBe('unknown');
  });

  it('says so too where it cannot be asked for by pages', async () => {
    expect((await onePage(async () => read({ mailboxes: rows(0, 20), total: 31 }))).missing).toBe(11);
  });
});

it('a row on two pages stands once', async () => {
  const pages = [rows(0, 100), [...rows(99, 198)], rows(198, 200)];
  const listing = await collectPages(100, async (page) => read({ mailboxes: pages[page - 1] ?? [], total: 200 }));
  expect(listing.items.map(({ id }) => id)).toEqual(rows(0, 200).map(({ id }) => id));
});
