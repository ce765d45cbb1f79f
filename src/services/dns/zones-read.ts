import type { RecordSet } from '../../core/dns/record.ts';
import type { Apis } from '../../ports/apis.ts';
import type { DnsHome } from '../../ports/dns.ts';

/** Zones as they were read last, by the provider's id. */
export type ZonesRead = ReadonlyMap<string, readonly RecordSet[]>;

/** The same APIs, and what is read of zones through them: so that nothing is read twice to judge a plan. */
export function rememberingZones(apis: Apis): { readonly apis: Apis; readonly read: ZonesRead } {
  const read = new Map<string, readonly RecordSet[]>();
  const watched = (home: DnsHome): DnsHome => ({
    findZone: (domain) => home.findZone(domain),
    zones: () => home.zones(),
    usage: (zone) => home.usage(zone),
    write: (zone, batch) => home.write(zone, batch),
    async list(zone) {
      const sets = await home.list(zone);
      read.set(zone.id, sets);
      return sets;
    },
  });
  return {
    read,
    apis: {
      ...apis,
      async homes(teamId, lane) {
        const { cloudflare, litemail } = await apis.homes(teamId, lane);
        return {
          ...(cloudflare && { cloudflare: watched(cloudflare) }),
          ...(litemail && { litemail: watched(litemail) }),
        };
      },
    },
  };
}
