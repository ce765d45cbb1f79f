import { z } from 'zod';
import { withoutSecrets } from '../../lib/secret.ts';

let isLenient = false;

/**
 * Reads an answer that does not fit its declaration as far as it goes: what is optional and of another type is shown as
 * it is where that is possible, else it is not said; a row that cannot be read is set apart from the others. Reading is
 * synchronous, so no other answer is read like that by accident.
 */
export function leniently<T>(read: () => T): T {
  isLenient = true;
  try {
    return read();
  } finally {
    isLenient = false;
  }
}

/** Absent, null and empty are the same: not said. Nothing is made a number, or a flag, of. */
export const maybe = <S extends z.ZodType>(schema: S) =>
  z.preprocess(
    (value) => (value === null || value === '' ? undefined : isLenient ? asFitting(schema, value) : value),
    schema.optional(),
  );

type Tried<T> = { readonly success: true; readonly data: T } | { readonly success: false; readonly error: z.ZodError };

/** As `safeParse`, which throws where a text was expected and came an object whose `length` is an object. */
export function tried<S extends z.ZodType>(schema: S, value: unknown): Tried<z.output<S>> {
  try {
    return schema.safeParse(value);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return { success: false, error: new z.ZodError([{ code: 'custom', path: [], message: 'cannot be read' }]) };
  }
}

function asFitting(schema: z.ZodType, value: unknown): unknown {
  if (tried(schema, value).success) return value;
  const asText = shown(value);
  return asText !== undefined && schema.safeParse(asText).success ? asText : undefined;
}

/** Something of another form than we know, in a text; undefined if there is nothing in it. */
export function shown(value: unknown): string | undefined {
  const bare = withoutSecrets(value);
  if (bare == null || bare === '') return undefined;
  const text = typeof bare === 'string' ? bare : JSON.stringify(bare);
  return /^[[{][\]}]$/.test(text) ? undefined : text;
}

/** Rows inside of something; those that cannot be read are left out. */
export const someOf = <S extends z.ZodType>(row: S) =>
  z.preprocess((value) => (isLenient && Array.isArray(value) ? value.filter(fits(row)) : value), z.array(row));

/** Of a list: the rows that can be read, and apart from them those that cannot, without any secret. */
export function splitRows(row: z.ZodType, rows: unknown): { readonly rows: unknown; readonly odd: unknown[] } {
  if (!isLenient || !Array.isArray(rows)) return { rows, odd: [] };
  const isFitting = fits(row);
  const odd = rows.filter((each) => !isFitting(each)).map(withoutSecrets);
  return { rows: odd.length === 0 ? rows : rows.filter(isFitting), odd };
}

const fits = (row: z.ZodType) => (value: unknown) => tried(row, value).success;
