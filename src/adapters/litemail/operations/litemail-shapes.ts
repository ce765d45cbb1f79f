import { z } from 'zod';
import { isObject } from '../../../lib/json.ts';
import { withoutSecrets } from '../../../lib/secret.ts';
import { maybe, splitRows } from '../../http/lenient-shapes.ts';

/** LiteMail has one kind of credential and it may do everything. */
export const apiKey = 'API key';

/** Ids are opaque; siblings of this API give some as numbers. */
export const Id = z.union([z.string().min(1), z.number()]).transform(String);
/** Statuses, plans and event types are open: compare them without case. */
export const Status = z.string();
/** Counters and amounts come as numbers and as strings. */
export const Count = z.union([
  z.number(),
  z
    .string()
    .regex(/^\s*-?\d+(\.\d+)?\s*$/)
    .transform(Number),
]);

export { maybe, someOf } from '../../http/lenient-shapes.ts';

/** An object that may hold more than we know; `aliases` maps our name of a field to the other names it comes under. */
export const row = <S extends z.ZodRawShape>(shape: S, aliases: Readonly<Record<string, readonly string[]>> = {}) =>
  z.preprocess((value) => (isObject(value) ? withAliases(value, aliases) : value), z.looseObject(shape));

/** LiteMail's answer with all secrets removed. */
export const answer = <S extends z.ZodType>(schema: S) =>
  schema.transform((value) => withoutSecrets(value) as z.output<S>);

/** Only the message says anything. */
export const Done = z.unknown().transform(() => undefined);

/** Where the person pays, outside Slack. Each link may be absent. */
export const Payment = answer(
  maybe(
    row(
      { message: maybe(z.string()), paymentLink: maybe(z.string()), invoiceLink: maybe(z.string()) },
      { paymentLink: ['url', 'checkoutUrl', 'link'], invoiceLink: ['invoiceUrl', 'hostedInvoiceUrl'] },
    ),
  ),
);

/** Query of every list that can be paged; `page` counts from 1. */
export const Paging = z.strictObject({
  page: z.number().int().min(1).optional(),
  limit: z.number().int().min(1).max(1000).optional(),
  contains: z.string().min(1).optional(),
  status: z.string().min(1).optional(),
});

/**
 * A list in any of its forms — a bare array, or an array under one of `keys` beside counters — as
 * `{ items, odd, total?, currentPage?, nextPage?, totalPages?, hasMore? }`; `odd` are rows that cannot be read.
 */
export const listOf = <S extends z.ZodType>(item: S, ...keys: string[]) => listWith({}, item, ...keys);

/** The same with what else the answer says beside its rows; one that says that may have none. */
export const listWith = <E extends z.ZodRawShape, S extends z.ZodType>(beside: E, item: S, ...keys: string[]) =>
  answer(
    z.preprocess(
      (value) => {
        const page = asPage(value, [...keys, 'items', 'results', 'rows']);
        if (!isObject(page)) return page;
        const said = Object.keys(beside).filter((name) => name in page);
        if (!Array.isArray(page.items) && said.length > 0)
          return { ...Object.fromEntries(said.map((name) => [name, page[name]])), items: [], odd: [] };
        const { rows, odd } = splitRows(item, page.items);
        return { ...page, items: rows, odd };
      },
      z.looseObject({
        ...beside,
        items: z.array(item),
        odd: z.array(z.unknown()),
        total: maybe(Count),
        currentPage: maybe(Count),
        /** The number of the next page, its address or a mark; absent at the end. */
        nextPage: maybe(z.union([z.number(), z.string()])),
        totalPages: maybe(Count),
        hasMore: maybe(z.boolean()),
      }),
    ),
  );

function asPage(value: unknown, keys: readonly string[]): unknown {
  if (value == null) return { items: [] };
  if (Array.isArray(value)) return { items: value };
  if (!isObject(value)) return value;
  const key = keys.find((name) => Array.isArray(value[name])) ?? (Array.isArray(value.data) ? 'data' : undefined);
  if (key === undefined) return value;
  const { [key]: items, ...rest } = value;
  return { ...rest, ...countersOf(rest, key), items };
}

/** Where siblings put counters when not beside the list. */
const groups = ['pagination', 'paging', 'pageInfo', 'page_info', 'meta', '_meta', 'links'] as const;
const counters: Readonly<Record<string, RegExp>> = {
  total:
    /^(total|total(searched)?(count|items|results|records|rows|elements|size)?|(searched)?totalcount|recordcount)$/,
  currentPage: /^(current|page|currentpage|pagenumber|pageno)$/,
  nextPage: /^next(page)?(number|cursor|token|url|link)?$/,
  totalPages: /^(totalpages?|pages|pagecount|numpages|lastpage|pagestotal|totalpagecount)$/,
  hasMore: /^(hasmore|hasnext|hasnextpage|hasmorepages|more)$/,
};

/** What a list says of its pages, whatever it calls that. */
function countersOf(rest: Readonly<Record<string, unknown>>, key: string): Record<string, unknown> {
  const nested = groups.map((group) => rest[group]).filter(isObject);
  const said = [...nested, rest].flatMap(Object.entries).map(([name, value]) => [plain(name), value] as const);
  const find = (pattern: RegExp) =>
    said.findLast(([name, value]) => pattern.test(name) && value != null && typeof value !== 'object')?.[1];
  const found = Object.entries(counters).map(([name, pattern]) => [name, find(pattern)]);
  const own = said.find(([name]) => name === `total${plain(key)}`)?.[1];
  return Object.fromEntries([...found, ...(own === undefined ? [] : [['total', own]])]);
}

const plain = (name: string): string => name.toLowerCase().replace(/[^a-z]/g, '');

function withAliases(
  value: Record<string, unknown>,
  aliases: Readonly<Record<string, readonly string[]>>,
): Record<string, unknown> {
  const named = { ...value };
  for (const [name, others] of Object.entries(aliases)) {
    const present = [name, ...others].find((other) => named[other] != null);
    const content = present === undefined ? undefined : named[present];
    for (const other of others) delete named[other];
    if (content !== undefined) named[name] = content;
  }
  return named;
}
