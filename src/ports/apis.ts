import type { DnsHome } from './dns.ts';
import type { LiteMail } from './litemail.ts';

/** People before work that goes on by itself. */
export type Lane = 'interactive' | 'apply' | 'background';

/** The outside APIs with a team's own credentials. Throws AppError `not_configured` naming the command that mends it. */
export interface Apis {
  litemail(teamId: string, lane?: Lane): Promise<LiteMail>;
  /** Where the team's zones may live; a home without credentials is absent. */
  homes(teamId: string, lane?: Lane): Promise<{ cloudflare?: DnsHome; litemail?: DnsHome }>;
}
