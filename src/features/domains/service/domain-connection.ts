import { z } from 'zod';
import { displayName, normaliseName } from '../../../domain/dns/model/name.ts';
import type { Listing } from '../../../lib/all-pages.ts';
import { AppError } from '../../../lib/errors.ts';
import { typed } from '../../../lib/text.ts';
import type { LiteMail } from '../../../ports/litemail.ts';
import { listDomains } from '../../litemail/index.ts';

/** One domain on its way to LiteMail. */
export const ConnectionShape = z.object({
  name: z.string(),
  /** Cloudflare's zone id. */
  zoneId: z.string().exactOptional(),
  /** waiting ─▶ sending ─▶ sent ─▶ connected | failed. `sending` is recorded before the call. */
  state: z.enum(['waiting', 'sending', 'sent', 'connected', 'failed']),
  /** Why it failed, as text. */
  why: z.string().exactOptional(),
  /** When the call was made, epoch milliseconds. */
  sentAt: z.number().exactOptional(),
});
export type Connection = Readonly<z.infer<typeof ConnectionShape>>;

export const isSettled = ({ state }: Connection): boolean => state === 'connected' || state === 'failed';

export interface ZoneSeen {
  readonly id: string;
  readonly name: string;
  readonly status?: string | undefined;
  readonly isConnected?: boolean | undefined;
}

/** What LiteMail says of its own domains and of the zones that it sees in the Cloudflare account. */
interface Seen {
  readonly zones: Listing<ZoneSeen>;
  /** Names of domains that are active at LiteMail, in normal form. */
  readonly active: ReadonlySet<string>;
}

/** The connection state of each domain. */
export function connections(names: readonly string[], { zones, active }: Seen): Connection[] {
  const isWhole = zones.missing === undefined && zones.odd.length === 0;
  const byName = new Map(zones.items.map((zone) => [zone.name.toLowerCase(), zone]));
  return [...new Set(names)].map((name): Connection => {
    const zone = byName.get(name);
    if (active.has(name) && !zone?.isConnected)
      return { name, state: 'connected', why: 'connected already: LiteMail shows it as active' };
    if (!zone && !isWhole)
      return {
        name,
        state: 'failed',
        why: `${displayName(name)} may be a zone in the Cloudflare account LiteMail uses, but LiteMail lists only ${zones.items.length} of its zones. Connect it in LiteMail’s dashboard.`,
      };
    if (!zone)
      return {
        name,
        state: 'failed',
        why: `${displayName(name)} is not an active zone in the Cloudflare account LiteMail uses. Add it at Cloudflare first, check the spelling, or use LiteMail’s name servers: ${typed(`domains nameservers ${name}`)}.`,
      };
    if (zone.isConnected) return { name, zoneId: zone.id, state: 'connected' };
    return { name, zoneId: zone.id, state: 'waiting' };
  });
}

/** The domains that LiteMail itself shows as active; none where it does not list its domains. */
export async function activeDomains(litemail: LiteMail): Promise<ReadonlySet<string>> {
  try {
    const { items } = await listDomains(litemail);
    const active = items.filter(({ status }) => /^active$/i.test(status ?? ''));
    return new Set(active.map(({ domain }) => normaliseName(domain)));
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') return new Set();
    throw error;
  }
}
