import type { RecordValue } from './record.ts';

/** The result of one DNS query. `unknown` is never `missing`: there was no answer, or no trustworthy one. */
export type Lookup =
  | { readonly kind: 'found'; readonly values: readonly RecordValue[] }
  /** `exists`: the name has records of other types (NODATA); otherwise there is no such name (NXDOMAIN). */
  | { readonly kind: 'missing'; readonly exists: boolean }
  | { readonly kind: 'unknown'; readonly why: string };

/** Names and contents in normal form; aliases (CNAME) are followed unless they are asked for. */
export type Resolve = (name: string, type: string) => Promise<Lookup>;
