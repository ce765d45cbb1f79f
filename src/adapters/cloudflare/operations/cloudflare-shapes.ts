import { z } from 'zod';

export const maybe = <S extends z.ZodType>(schema: S) => schema.nullish().transform((value) => value ?? undefined);

/**
 * A list with what Cloudflare says about its pages. `result` may be null where there is nothing, and `result_info` is
 * missing from lists that come whole.
 */
export const listOf = <S extends z.ZodType>(item: S) => page(rowsOf(item));

/** The same for rows of which there are thousands: those for which `isUsual` holds are taken as they are. */
export const longListOf = <S extends z.ZodType>(item: S, isUsual: (row: unknown) => row is z.output<S>) => {
  const rows = rowsOf(item);
  return page(
    z.unknown().transform((value, context) => {
      if (Array.isArray(value) && value.every(isUsual)) return value;
      const { data = [], error } = rows.safeParse(value);
      for (const issue of error?.issues ?? []) context.issues.push({ ...issue, code: 'custom', input: undefined });
      return data;
    }),
  );
};

const rowsOf = <S extends z.ZodType>(item: S) =>
  z
    .array(item)
    .nullish()
    .transform((rows) => rows ?? []);

const page = <R extends z.ZodType>(result: R) =>
  z.object({
    result,
    result_info: maybe(
      z.looseObject({
        page: maybe(z.number()),
        per_page: maybe(z.number()),
        count: maybe(z.number()),
        total_count: maybe(z.number()),
        total_pages: maybe(z.number()),
      }),
    ),
  });
