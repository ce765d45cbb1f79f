import { z } from 'zod';
import { displayName } from '../../../domain/dns/model/name.ts';
import { typed } from '../../../lib/text.ts';

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

interface ZoneSeen {
  readonly id: string;
  readonly name: string;
  readonly status?: string | undefined;
  readonly isConnected: boolean;
}

/** The connection state of each domain, from the zones LiteMail sees in the Cloudflare account. */
export function connections(names: readonly string[], zones: readonly ZoneSeen[]): Connection[] {
  const byName = new Map(zones.map((zone) => [zone.name.toLowerCase(), zone]));
  return [...new Set(names)].map((name): Connection => {
    const zone = byName.get(name);
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
