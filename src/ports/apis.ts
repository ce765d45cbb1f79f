import type { DnsProvider } from './dns.ts';
import type { LiteMail } from './litemail.ts';

/** People before work that goes on by itself. */
export type Lane = 'interactive' | 'apply' | 'background';

/** The outside APIs with a team's own credentials. Throws AppError `not_configured` naming the command that mends it. */
export interface Apis {
  litemail(teamId: string, lane?: Lane): Promise<LiteMail>;
  /** Whether LiteMail takes this key; throws what is wrong with it. Nothing is kept. */
  tryLiteMail(apiKey: string): Promise<void>;
  /** Whether Cloudflare takes this token and shows any zone; throws what is wrong with it. Nothing is kept. */
  tryCloudflare(credential: { token: string; accountId?: string | undefined }): Promise<void>;
  /** The team's DNS providers; one without credentials is absent. */
  providers(teamId: string, lane?: Lane): Promise<{ cloudflare?: DnsProvider; litemail?: DnsProvider }>;
}
