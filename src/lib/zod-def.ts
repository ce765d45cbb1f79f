import type { z } from 'zod';

/** What a schema is made of: zod says it of every schema, and types it for each kind alone. */
export interface Def {
  readonly type: string;
  readonly innerType?: z.ZodType;
  readonly element?: z.ZodType;
  readonly in?: z.ZodType;
  readonly out?: z.ZodType;
  readonly shape?: Readonly<Record<string, z.ZodType>>;
}

// Safe because every zod schema carries a def with a type; the other parts are looked for, not assumed.
export const defOf = (schema: z.ZodType): Def => schema.def as unknown as Def;
