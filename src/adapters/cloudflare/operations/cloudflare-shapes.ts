import { z } from 'zod';

export const maybe = <S extends z.ZodType>(schema: S) => schema.nullish().transform((value) => value ?? undefined);

/**
 * A list with what Cloudflare says about its pages. `result` may be null where there is nothing, and `result_info` is
 * missing from lists that come whole.
 */
export const listOf = <S extends z.ZodType>(item: S) =>
  z.object({
    result: z
      .array(item)
      .nullish()
      .transform((rows) => rows ?? []),
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
