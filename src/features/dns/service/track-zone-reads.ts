import type { RecordSet } from '../../../domain/dns/model/record.ts';
import type { Apis } from '../../../ports/apis.ts';
import type { DnsProvider } from '../../../ports/dns-provider.ts';

/** Zones as last read, by provider id. */
export type ZonesRead = ReadonlyMap<string, readonly RecordSet[]>;

/** Wraps the APIs to remember the zones read through them, so that a plan's mail impact needs no second read. */
export function trackZoneReads(apis: Apis): { readonly apis: Apis; readonly read: ZonesRead } {
  const read = new Map<string, readonly RecordSet[]>();
  const tracked = (provider: DnsProvider): DnsProvider => ({
    findZone: (domain) => provider.findZone(domain),
    zones: () => provider.zones(),
    usage: (zone) => provider.usage(zone),
    write: (zone, batch) => provider.write(zone, batch),
    async list(zone) {
      const sets = await provider.list(zone);
      read.set(zone.id, sets);
      return sets;
    },
  });
  return {
    read,
    apis: {
      ...apis,
      async providers(teamId, lane) {
        const { cloudflare, litemail } = await apis.providers(teamId, lane);
        return {
          ...(cloudflare && { cloudflare: tracked(cloudflare) }),
          ...(litemail && { litemail: tracked(litemail) }),
        };
      },
    },
  };
}
