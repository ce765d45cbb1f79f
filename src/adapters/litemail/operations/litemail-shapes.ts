import { z } from 'zod';
import { isObject } from '../../../lib/json.ts';
import { withoutSecrets } from '../../../lib/secret.ts';

/** LiteMail has one kind of credential and it may do everything. */
export const apiKey = 'API key';

/** Ids are opaque; siblings of this API give some as numbers. */
export const Id = z.union([z.string().min(1), z.number()]).transform(String);
/** Statuses, plans and event types are open: compare them without case. */
export const Status = z.string();
/** Counters come as numbers and as strings. */
export const Count = z.coerce.number();

/** Absent and null are the same. */
export const maybe = <S extends z.ZodType>(schema: S) => schema.nullish().transform((value) => value ?? undefined);

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
 * `{ items, total?, currentPage?, nextPage?, totalPages? }`.
 */
export const listOf = <S extends z.ZodType>(item: S, ...keys: string[]) =>
  answer(
    z.preprocess(
      (value) => asPage(value, [...keys, 'items', 'results', 'rows']),
      z.looseObject({
        items: z.array(item),
        total: maybe(Count),
        currentPage: maybe(Count),
        nextPage: maybe(Count),
        totalPages: maybe(Count),
      }),
    ),
  );

function asPage(value: unknown, keys: readonly string[]): unknown {
  if (value == null) return { items: [] };
  if (Array.isArray(value)) return { items: value };
  if (!isObject(value)) return value;
  const key = keys.find((name) => Array.isArray(value[name]));
  if (key === undefined) return value;
  const { [key]: items, ...rest } = value;
  return { ...withAliases(rest, { total: ['totalSearchedCount', 'totalCount', 'totalDomains'] }), items };
}

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
