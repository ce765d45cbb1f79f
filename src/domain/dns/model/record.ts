/**
 * One value of a record set: a row at Cloudflare. TTL, proxied, comment and tags are kept per value because
 * Cloudflare keeps them per value.
 */
export interface RecordValue {
  /** The provider's row id; absent until the row exists. */
  readonly id?: string;
  /** Types with `content`: A AAAA CNAME MX NS OPENPGPKEY PTR TXT (normalised, TXT decoded to its meaning). */
  readonly content?: string;
  /** All other types. */
  readonly data?: Readonly<Record<string, string | number>>;
  /** MX and URI. */
  readonly priority?: number;
  /** Seconds; 1 means automatic. */
  readonly ttl: number;
  readonly proxied?: boolean;
  readonly comment?: string;
  /** Sorted. */
  readonly tags?: readonly string[];
  /** Other provider settings of the row (`flatten_cname`, `ipv4_only` …), restored when a row is recreated. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** When the provider last changed the row, epoch milliseconds, where it says so. Evidence, never compared or written. */
  readonly modifiedOn?: number;
  /** Managed by the provider (Email Routing, tunnels): shown, never changed. */
  readonly readOnly?: boolean;
}

/** All values with one owner name and type (RFC 2181 §5). */
export interface RecordSet {
  /** Fully qualified, lower case, Punycode, no trailing dot. */
  readonly name: string;
  /** Upper case. Unknown types are shown but never changed. */
  readonly type: string;
  readonly values: readonly RecordValue[];
}

/** One record set before and after; an absent side means it does not exist. At least one side is present. */
export interface Change {
  readonly name: string;
  readonly type: string;
  readonly before?: RecordSet;
  readonly after?: RecordSet;
}

export type ProviderName = 'cloudflare' | 'litemail';

export interface Zone {
  readonly home: ProviderName;
  /** The provider's id: Cloudflare's zone id, or LiteMail's domain id. */
  readonly id: string;
  readonly name: string;
  /** Rows one batch may hold: 200 on Free, 3,500 on paid plans. */
  readonly batchLimit: number;
  /** The zone's plan at the provider; absent if unknown. */
  readonly plan?: 'free' | 'paid';
}

/** The changes of one zone; computed, never edited. */
export interface ZonePlan {
  readonly zone: Zone;
  readonly changes: readonly Change[];
  /** What it adds stands beside whatever else is at the name by then. */
  readonly additive?: true;
}

/** Rows to send to the provider in one atomic call. Order at Cloudflare: deletes, patches, puts, posts. */
export interface RowBatch {
  readonly deletes: readonly { readonly id: string }[];
  readonly patches: readonly (Row & { readonly id: string })[];
  readonly posts: readonly Row[];
}

/** A row to send to the provider, normalised. */
export interface Row extends Omit<RecordValue, 'id' | 'readOnly' | 'modifiedOn'> {
  readonly name: string;
  readonly type: string;
}

/** The result of one DNS query. `unknown` is never `missing`: there was no answer, or no trustworthy one. */
export type Lookup =
  | { readonly kind: 'found'; readonly values: readonly RecordValue[] }
  /** `exists`: the name has records of other types (NODATA); otherwise there is no such name (NXDOMAIN). */
  | { readonly kind: 'missing'; readonly exists: boolean }
  | { readonly kind: 'unknown'; readonly why: string };

/** Names and contents in normal form; aliases (CNAME) are followed unless they are asked for. */
export type Resolve = (name: string, type: string) => Promise<Lookup>;
