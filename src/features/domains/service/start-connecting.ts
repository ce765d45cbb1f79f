import { displayName } from '../../../domain/dns/model/name.ts';
import type { Json } from '../../../lib/json.ts';
import type { CommandContext } from '../../context.ts';
import type { Connection } from './domain-connection.ts';

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
        why: `${displayName(name)} is not an active zone of the Cloudflare account that LiteMail knows. Add it at Cloudflare first, check the spelling, or use LiteMail’s name servers: \`/litemail domains nameservers ${name}\`.`,
      };
    if (zone.isConnected) return { name, zoneId: zone.id, state: 'connected' };
    return { name, zoneId: zone.id, state: 'waiting' };
  });
}

/** Starts connecting; the job survives restarts and keeps one message up to date. */
export async function startConnecting(ctx: CommandContext, domains: readonly Connection[]): Promise<void> {
  const { actor, clock } = ctx;
  const id = ctx.newId('c');
  await ctx.stores.jobs.add([
    {
      teamId: actor.teamId,
      kind: 'connect-domains',
      key: `connect:${actor.teamId}:${id}`,
      data: { userId: actor.userId, domains: domains as unknown as Json, startedAt: clock.now() },
      runAt: clock.now(),
    },
  ]);
}
