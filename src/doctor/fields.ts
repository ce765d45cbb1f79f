import type { z } from 'zod';
import { isObject } from '../lib/json.ts';
import { type Def, defOf } from '../lib/zod-def.ts';

/** The object or list under optional, default and what stands before or after a transform. */
function bare(schema: z.ZodType): Def {
  const { innerType, in: before, out } = defOf(schema);
  if (innerType) return bare(innerType);
  if (!before || !out) return defOf(schema);
  return bare(defOf(before).type === 'transform' ? out : before);
}

export interface FieldGap {
  /** Declared, and in none of the rows that came. */
  readonly missing: readonly string[];
  /** Came, and is not declared. */
  readonly undeclared: readonly string[];
  /** Nothing that is declared came at all. */
  readonly noneDeclared: boolean;
}

/**
 * What a lenient declaration lets pass: optional fields that never came while others did that it does not know. Looks
 * at an object, or at the `items` of a list. Undefined when there is nothing to say, or nothing to compare.
 */
export function findFieldGap(response: z.ZodType, content: unknown): FieldGap | undefined {
  const outer = bare(response);
  const items = outer.shape?.items;
  const element = items && bare(items).element;
  const { shape } = element ? bare(element) : outer;
  if (!shape) return undefined;
  const rows = (element && isObject(content) ? [content.items].flat() : [content]).filter(isObject);
  if (rows.length === 0) return undefined;
  const came = new Set(rows.flatMap((row) => Object.keys(row).filter((name) => row[name] != null)));
  const declared = Object.keys(shape);
  const missing = declared.filter((name) => !came.has(name));
  const undeclared = [...came].filter((name) => !declared.includes(name));
  if (missing.length === 0 || undeclared.length === 0) return undefined;
  return { missing, undeclared, noneDeclared: missing.length === declared.length };
}
