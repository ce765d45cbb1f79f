import type { Lookup } from '../core/dns/lookup.ts';

/**
 * Live DNS. Never throws: what cannot be found out is `unknown` and says why in words. A resolver that cannot even find
 * a name that surely exists is not believed when it says that something is missing.
 */
export interface Resolver {
  /** `authoritative` asks the zone's own name servers, past every cache. */
  lookup(name: string, type: string, options?: { readonly authoritative?: boolean }): Promise<Lookup>;
}
