import { contentOf, normaliseValue, sameRow } from './normalise.ts';
import { pair } from './plan.ts';
import type { RecordValue } from './record.ts';
import type { Content } from './types.ts';

/** What may be said about a value beside what it says; absent means "as it is", or the default for a new value. */
export interface Attributes {
  readonly ttl?: number | undefined;
  readonly proxied?: boolean | undefined;
  readonly comment?: string | undefined;
  readonly tags?: readonly string[] | undefined;
}

/** A value as somebody wishes it, its content in normal form. */
export type Wanted = Content & Attributes;

export interface WantedSet {
  readonly name: string;
  readonly type: string;
  readonly values: readonly Wanted[];
}

/** Seconds. Enterprise zones may go down to 30, but nothing that we can ask tells which zone is one. */
export const leastTtl = 60;
export const mostTtl = 86_400;

type Base = Pick<RecordValue, 'ttl' | 'proxied' | 'comment' | 'tags'>;

/** The value with all that nobody said taken from another. A TTL that only some zones may have is taken where it is there. */
export function filled(type: string, value: Wanted, base: Base): RecordValue {
  const asked = value.ttl ?? base.ttl;
  const ttl = asked === 1 || asked === base.ttl ? asked : Math.max(asked, leastTtl);
  const { proxied = base.proxied ?? false, comment = base.comment ?? '', tags = base.tags ?? [] } = value;
  return normaliseValue(type, { ...contentOf(value), ttl, proxied, comment, tags });
}

/** What a new value takes from those beside it, or that it replaces. */
export const alike = (others: readonly RecordValue[]): Base => ({
  ttl: others[0]?.ttl ?? 1,
  proxied: others.length > 0 && others.every((value) => value.proxied),
});

/**
 * The values of a set as they are to be. A value that stays keeps its attributes, and so does a single one that is
 * replaced by a single one; `rivals` are values of other types that give way to them (CNAME against addresses).
 */
export function become(
  type: string,
  wanted: readonly Wanted[],
  before: readonly RecordValue[],
  rivals: readonly RecordValue[] = [],
): RecordValue[] {
  const replaced = [...before, ...rivals].filter(({ readOnly }) => !readOnly);
  const [only] = replaced;
  const usual = only && replaced.length === 1 && wanted.length === 1 ? only : alike(replaced);
  const pairs = pair(before, wanted);
  return wanted.map((value, index) => {
    const { old, same } = pairs[index] ?? { same: false };
    const made = filled(type, value, old && same ? old : usual);
    if (old && sameRow(old, made)) return old;
    return old?.id === undefined ? made : { id: old.id, ...made };
  });
}
