import type { Clock } from '../../src/ports/clock.ts';
import type { ZoneState } from '../cloudflare/zone-state.ts';
import type { Documents } from '../documents.ts';
import { liteMailNameServers } from '../litemail/seed-litemail.ts';
import type { TeamState } from '../litemail/team-state.ts';

/** A row as name servers know it; TXT content may be quoted, as Cloudflare keeps it. */
export interface PublishedRow {
  /** Full, lower case, Punycode. */
  readonly name: string;
  readonly type: string;
  readonly content: string;
  readonly data?: Readonly<Record<string, string | number>>;
  readonly priority?: number | null;
  readonly proxied?: boolean;
  readonly ttl: number;
}

export interface PublishedZone {
  readonly name: string;
  readonly nameServers: readonly string[];
  readonly rows: readonly PublishedRow[];
}

interface Version {
  /** Epoch milliseconds. */
  readonly since: number;
  readonly zones: readonly PublishedZone[];
}

const ascii = (name: string) => new URL(`http://${name}`).hostname;

/** What a document of a stand-in publishes: active zones at Cloudflare, domains whose DNS LiteMail holds. */
function zonesIn(key: string, value: unknown): PublishedZone[] | undefined {
  if (key.startsWith('cloudflare/zone/')) {
    const { name, nameServers, records, status } = value as ZoneState;
    return status === 'active' ? [{ name, nameServers, rows: records }] : [];
  }
  if (!key.startsWith('litemail/team/')) return undefined;
  const { domains, dns } = value as TeamState;
  return domains
    .filter(({ nameServers }) => nameServers[0] === liteMailNameServers[0])
    .map(({ id, domain, nameServers }) => {
      const zone = ascii(domain);
      const rows = dns.filter(({ domainId }) => domainId === id);
      return {
        name: zone,
        nameServers,
        rows: rows.map(({ name, type, value: content, priority, ttl }) => ({
          name: name === '@' ? zone : `${name}.${zone}`,
          ...{ type, content, priority, ttl },
        })),
      };
    });
}

/**
 * What name servers answer from: the stand-ins' zones as they were one propagation delay ago. The stand-ins must write
 * to the `documents` that come back, so that every change is seen when it is made.
 */
export function createPublished(documents: Documents, clock: Clock) {
  const versions = new Map<string, Version[]>();
  let delay = documents.get<{ propagation: number }>('dns')?.propagation ?? 0;

  function publish(key: string, value: unknown): void {
    const zones = zonesIn(key, value);
    if (!zones) return;
    const before = versions.get(key);
    const old = (before ?? []).findLastIndex(({ since }) => since <= clock.now() - delay);
    // What was there first has always been there.
    const since = before ? clock.now() : Number.NEGATIVE_INFINITY;
    versions.set(key, [...(before ?? []).slice(Math.max(old, 0)), { since, zones }]);
  }
  for (const key of documents.keys()) publish(key, documents.get(key));

  return {
    documents: {
      ...documents,
      set(key, value) {
        publish(key, value);
        return documents.set(key, value);
      },
      delete(key) {
        versions.delete(key);
        return documents.delete(key);
      },
      clear(prefix = '') {
        for (const key of versions.keys()) if (key.startsWith(prefix)) versions.delete(key);
        return documents.clear(prefix);
      },
    } satisfies Documents as Documents,
    /** The zone that holds the name, as the world sees it now. */
    holding(name: string): PublishedZone | undefined {
      const now = clock.now() - delay;
      let closest: PublishedZone | undefined;
      for (const list of versions.values())
        for (const zone of list.findLast(({ since }) => since <= now)?.zones ?? []) {
          const holds = name === zone.name || name.endsWith(`.${zone.name}`);
          if (holds && zone.name.length > (closest?.name.length ?? 0)) closest = zone;
        }
      return closest;
    },
    propagation: () => delay,
    async setPropagation(milliseconds: number): Promise<void> {
      delay = milliseconds;
      await documents.set('dns', { propagation: delay });
    },
  };
}

export type Published = ReturnType<typeof createPublished>;
