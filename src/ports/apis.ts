import type { cloudflare } from '../adapters/cloudflare/operations/cloudflare-operations.ts';
import type { ProviderName } from '../domain/dns/model/record.ts';
import type { DnsProvider } from './dns-provider.ts';
import type { LiteMail } from './litemail.ts';
import type { Client } from './operation.ts';

/** Cloudflare, one function per operation of its API. */
export type Cloudflare = Client<typeof cloudflare>;

/** Who goes first where an API allows no more calls: plans being applied, then people, then work nobody waits for. */
export const lanes = ['apply', 'interactive', 'background'] as const;
export type Lane = (typeof lanes)[number];

/** An API token of a user or of an account, or the Global API Key, which may do everything. */
export type CloudflareCredential =
  | { readonly token: string; readonly accountId?: string | undefined }
  | { readonly email: string; readonly key: string; readonly accountId?: string | undefined };

/** The outside APIs with a team's own credentials. Throws AppError `not_configured` naming the command that fixes it. */
export interface Apis {
  /** The same, with the calls that people wait for counted as this person's (see `Quotas`). */
  as(person: string): Apis;
  litemail(teamId: string, lane?: Lane): Promise<LiteMail>;
  cloudflare(teamId: string, lane?: Lane): Promise<Cloudflare>;
  /** Throws if LiteMail does not accept this key. Nothing is stored. */
  checkLiteMailKey(apiKey: string): Promise<void>;
  /** Throws if Cloudflare does not accept this token or shows no zone. Nothing is stored. */
  checkCloudflareToken(credential: { token: string; accountId?: string | undefined }): Promise<void>;
  /** What LiteMail says without being asked, without anything that it was sent in secret; `also` is of this conversation. */
  withoutSecrets<T>(teamId: string, said: T, also: readonly string[]): Promise<T>;
  /** The team's DNS provider of that name; undefined without credentials for it. */
  provider(teamId: string, name: ProviderName, lane?: Lane): Promise<DnsProvider | undefined>;
}
