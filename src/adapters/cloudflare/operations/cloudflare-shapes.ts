import { z } from 'zod';
import { isObject } from '../../../lib/json.ts';
import { maybe, splitRows } from '../../http/lenient-shapes.ts';

export { maybe } from '../../http/lenient-shapes.ts';

/**
 * A list with what Cloudflare says about its pages, and apart the rows that cannot be read. `result` may be null where
 * there is nothing, and `result_info` is missing from lists that come whole.
 */
export const listOf = <S extends z.ZodType>(item: S) => page(item, z.array(item));

/** The same for rows of which there are thousands: those for which `isUsual` holds are taken as they are. */
export const longListOf = <S extends z.ZodType>(item: S, isUsual: (row: unknown) => row is z.output<S>) => {
  const rows = z.array(item);
  return page(
    item,
    z.unknown().transform((value, context) => {
      if (Array.isArray(value) && value.every(isUsual)) return value;
      const { data = [], error } = rows.safeParse(value);
      for (const issue of error?.issues ?? []) context.issues.push({ ...issue, code: 'custom', input: undefined });
      return data;
    }),
  );
};

const page = <R extends z.ZodType>(item: z.ZodType, result: R) =>
  z.preprocess(
    (value) => {
      if (!isObject(value)) return value;
      const { rows, odd } = splitRows(item, value.result ?? []);
      return { ...value, result: rows, odd };
    },
    z.object({
      result,
      odd: z.array(z.unknown()),
      result_info: maybe(
        z.looseObject({
          page: maybe(z.number()),
          per_page: maybe(z.number()),
          count: maybe(z.number()),
          total_count: maybe(z.number()),
          total_pages: maybe(z.number()),
        }),
      ),
    }),
  );
