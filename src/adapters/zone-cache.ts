import { closestZones, withNormalNames } from '../domain/dns/model/name.ts';
import type { Zone } from '../domain/dns/model/record.ts';
import type { Clock } from '../ports/clock.ts';

const lifetime = 10 * 60_000;

/** Zones by name, read again after ten minutes and whenever a name is not among them. */
export function createZoneCache(clock: Clock, read: () => Promise<Zone[]>) {
  let cached: { readonly zones: Promise<Zone[]>; readonly at: number } | undefined;

  function refresh(): Promise<Zone[]> {
    const zones = read().then(withNormalNames);
    const mine = { zones, at: clock.elapsed() };
    cached = mine;
    zones.catch(() => {
      if (cached === mine) cached = undefined;
    });
    return zones;
  }

  return {
    zones: (): Promise<Zone[]> => (cached && clock.elapsed() - cached.at < lifetime ? cached.zones : refresh()),
    /** All zones of the longest name that holds the domain. */
    async zonesFor(domain: string): Promise<Zone[]> {
      const previous = cached;
      const matches = closestZones(domain, await this.zones());
      return matches.length === 0 && previous !== undefined && cached === previous
        ? closestZones(domain, await refresh())
        : matches;
    },
    forget(): void {
      cached = undefined;
    },
  };
}
