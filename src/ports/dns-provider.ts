import type { RecordSet, RowBatch, Zone } from '../domain/dns/model/record.ts';

/**
 * A DNS provider. Every implementation passes test/contracts/dns-provider.ts.
 * Errors are AppErrors: `not_found` (no such zone), `upstream_rejected` (with the provider's reason in words),
 * `upstream_unavailable`, `rate_limited` (with `retryAt`), `unknown_outcome` (the write may or may not have happened).
 */
export interface DnsProvider {
  /** The zone that holds `domain`, by longest suffix; undefined if none does. */
  findZone(domain: string): Promise<Zone | undefined>;
  zones(): Promise<Zone[]>;
  /** All record sets of the zone, normalised, in one list call. */
  list(zone: Zone): Promise<RecordSet[]>;
  /** Rows used and allowed; undefined where the provider does not say. */
  usage(zone: Zone): Promise<{ used: number; quota: number | undefined } | undefined>;
  /** Atomic, one call, never retried internally. */
  write(zone: Zone, batch: RowBatch): Promise<void>;
}
