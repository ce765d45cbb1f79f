/** A record exactly as the API returns it. */
export interface StoredRecord {
  id: string;
  name: string;
  type: string;
  content: string;
  data?: Record<string, string | number>;
  priority?: number;
  proxiable: boolean;
  proxied: boolean;
  ttl: number;
  settings: Record<string, unknown>;
  meta: { read_only?: true; email_routing?: true };
  comment: string | null;
  tags: string[];
  created_on: string;
  modified_on: string;
  comment_modified_on?: string;
  tags_modified_on?: string;
}

export type Plan = 'free' | 'pro' | 'business' | 'enterprise';

/** One zone: one JSON document. */
export interface ZoneState {
  readonly id: string;
  /** Punycode. */
  readonly name: string;
  readonly accountId: string;
  status: 'active' | 'pending' | 'initializing' | 'moved';
  plan: Plan;
  /** Row limit; null: the account's quota applies instead. */
  recordQuota: number | null;
  nameServers: string[];
  createdOn: string;
  paused: boolean;
  records: StoredRecord[];
}

export interface Account {
  readonly id: string;
  readonly name: string;
}

export interface User {
  readonly id: string;
  readonly email: string;
  readonly accounts: readonly string[];
}

/** A token, or the Global API key of a user. */
export interface Credential {
  readonly id: string;
  readonly kind: 'token' | 'key';
  readonly value: string;
  /** Whose it is: a user's, or the account's itself. */
  readonly user?: string;
  readonly account?: string;
  readonly status?: 'active' | 'disabled';
  /** ISO 8601. */
  readonly expiresOn?: string;
  /** Permission groups by name, or everything its owner may do. */
  readonly permissions: 'all' | readonly string[];
  /** Zone names, or every zone of its accounts. */
  readonly zones: '*' | readonly string[];
  readonly accounts: readonly string[];
}

/** A batch that was accepted, as it was sent. */
export interface AcceptedBatch {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly zone: string;
  readonly zoneId: string;
  readonly deletes: readonly unknown[];
  readonly patches: readonly unknown[];
  readonly puts: readonly unknown[];
  readonly posts: readonly unknown[];
}

export interface CloudflareSeed {
  readonly accounts: readonly Account[];
  readonly users: readonly User[];
  readonly credentials: readonly Credential[];
  readonly zones: readonly ZoneSeed[];
}

/** A zone to make, with records as one would send them; `meta` is what only Cloudflare can set. */
export interface ZoneSeed {
  readonly name: string;
  readonly accountId: string;
  readonly status?: ZoneState['status'];
  readonly plan?: Plan;
  readonly recordQuota?: number | null;
  readonly nameServers?: readonly string[];
  readonly records: readonly (Record<string, unknown> & { meta?: StoredRecord['meta'] })[];
}
