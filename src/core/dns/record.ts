/**
 * One value of a record set: a row at Cloudflare. TTL, proxied, comment and tags are kept per value because
 * Cloudflare keeps them per value.
 */
export interface RecordValue {
  /** The provider's id; absent until the value exists there. */
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
  /** What else the provider keeps for the row (`flatten_cname`, `ipv4_only` …): given back when a row is made again. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Held by the provider (Email Routing, tunnels): shown, never touched. */
  readonly readOnly?: boolean;
}

/** All values with one owner name and type (RFC 2181 §5). */
export interface RecordSet {
  /** Fully qualified, lower case, Punycode, no trailing dot. */
  readonly name: string;
  /** Upper case. A type we do not know is shown and never touched. */
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

export type Home = 'cloudflare' | 'litemail';

export interface Zone {
  readonly home: Home;
  /** The provider's id: Cloudflare's zone id, or LiteMail's domain id. */
  readonly id: string;
  readonly name: string;
  /** Rows one batch may hold: 200 on Free, 3,500 on paid plans. */
  readonly batchLimit: number;
  /** What the provider is paid for it; absent when it did not say. */
  readonly plan?: 'free' | 'paid';
}

/** What to do to one zone's rows; computed, never edited. */
export interface ZonePlan {
  readonly zone: Zone;
  readonly changes: readonly Change[];
}

/** Rows to send to the provider in one atomic call. Order at Cloudflare: deletes, patches, puts, posts. */
export interface RowBatch {
  readonly deletes: readonly { readonly id: string }[];
  readonly patches: readonly (Row & { readonly id: string })[];
  readonly posts: readonly Row[];
}

/** A row on its way to the provider, in our normal form. */
export interface Row extends Omit<RecordValue, 'id' | 'readOnly'> {
  readonly name: string;
  readonly type: string;
}
