import { isBelow } from '../core/dns/name.ts';
import type { Zone } from '../core/dns/record.ts';
import type { Clock } from '../ports/clock.ts';

const lifetime = 10 * 60_000;

/** Zones by name, read again after ten minutes and whenever a name is not among them. */
export function createZoneCache(clock: Clock, read: () => Promise<Zone[]>) {
  let held: { readonly zones: Promise<Zone[]>; readonly at: number } | undefined;

  function fetched(): Promise<Zone[]> {
    const zones = read();
    const mine = { zones, at: clock.now() };
    held = mine;
    zones.catch(() => {
      if (held === mine) held = undefined;
    });
    return zones;
  }

  return {
    zones: (): Promise<Zone[]> => (held && clock.now() - held.at < lifetime ? held.zones : fetched()),
    /** All zones of the longest name that holds the domain. */
    async holding(domain: string): Promise<Zone[]> {
      const before = held;
      const found = longest(domain, await this.zones());
      return found.length === 0 && before !== undefined && held === before ? longest(domain, await fetched()) : found;
    },
    forget(): void {
      held = undefined;
    },
  };
}

function longest(domain: string, zones: readonly Zone[]): Zone[] {
  const above = zones.filter(({ name }) => isBelow(domain, name));
  const length = Math.max(0, ...above.map(({ name }) => name.length));
  return above.filter(({ name }) => name.length === length);
}
