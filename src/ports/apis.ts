import type { DnsHome } from './dns.ts';
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
  /** Where the team's zones may live; a home without credentials is absent. */
  homes(teamId: string, lane?: Lane): Promise<{ cloudflare?: DnsHome; litemail?: DnsHome }>;
}
