import type { Lookup } from '../domain/dns/model/record.ts';

/**
 * Live DNS. Never throws: what cannot be looked up is `unknown` with a reason. A resolver that cannot even find a name that
 * surely exists is not trusted when it reports something as missing.
 */
export interface Resolver {
  /** `authoritative` asks the zone's own name servers, past every cache. */
  lookup(name: string, type: string, options?: { readonly authoritative?: boolean }): Promise<Lookup>;
}
