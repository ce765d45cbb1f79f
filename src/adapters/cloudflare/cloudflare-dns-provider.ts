import { displayName, normaliseName } from '../../domain/dns/model/name.ts';
import { recordSets } from '../../domain/dns/model/normalise.ts';
import type { RecordSet, RowBatch, Zone } from '../../domain/dns/model/record.ts';
import { AppError } from '../../lib/errors.ts';
import type { Clock } from '../../ports/clock.ts';
import type { DnsProvider } from '../../ports/dns-provider.ts';
import type { Output } from '../../ports/operation.ts';
import { isMissing, Refusal } from '../http/refusal.ts';
import { createZoneCache } from '../zone-cache.ts';
import type { Cloudflare } from './cloudflare-client.ts';
import { collectPages } from './cloudflare-pages.ts';
import { locateRejectedRow } from './locate-rejected-row.ts';
import type { zones } from './operations/zones.ts';
import { fromCloudflareRow, toBatchBody } from './rows.ts';

export interface CloudflareDnsProviderSettings {
  readonly cloudflare: Cloudflare;
  readonly clock: Clock;
  /** Limits it to the zones of one account. */
  readonly accountId?: string | undefined;
}

/** Large enough for nearly any zone in one call, so that no row moves between pages while reading. */
const rowsPerPage = 50_000;
const zonesPerPage = 50;

export function createCloudflareDnsProvider({
  cloudflare,
  clock,
  accountId,
}: CloudflareDnsProviderSettings): DnsProvider {
  const cache = createZoneCache(clock, async () => {
    const account = accountId === undefined ? {} : { 'account.id': accountId };
    const rows = await collectPages(zonesPerPage, (page) =>
      cloudflare.listZones({ query: { page, per_page: zonesPerPage, ...account } }),
    );
    return rows.map(toZone);
  });

  async function recordsOf(zone: Zone): Promise<RecordSet[]> {
    const rows = await collectPages(rowsPerPage, async (page) => {
      const query = { page, per_page: rowsPerPage };
      const { result, ...rest } = await cloudflare.listDnsRecords({ params: { zone_id: zone.id }, query });
      // Converted per page to save memory.
      return { ...rest, result: result.map((row) => fromCloudflareRow(row, zone.name)) };
    });
    return recordSets(rows);
  }

  /** The error of a rejected batch, with the row it is about. */
  async function withRejectedRow(error: Refusal, zone: Zone, batch: RowBatch): Promise<AppError> {
    const { codes, pointer, message, hint } = error;
    const now = await recordsOf(zone).catch(() => []);
    const row = locateRejectedRow(batch, { codes, pointer, zone: now });
    const about = row ? ` It is about ${row.type} ${displayName(row.name)}.` : '';
    return new AppError('upstream_rejected', `${message}${about}`, hint ? { hint } : {});
  }

  /** Cloudflare answers the same for a deleted zone and one without permission; the zone list tells which. */
  async function inZone<T>(zone: Zone, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      const doubtful = error instanceof Refusal && (error.code === 'not_found' || error.status === 403);
      if (!doubtful) throw error;
      cache.forget();
      const zones = await cache.zones().catch(() => undefined);
      if (!zones || zones.some(({ id }) => id === zone.id)) throw error;
      throw new AppError('not_found', `Cloudflare does not show the zone ${zone.name} to this token any more.`, {
        hint: '`/litemail setup` shows whether Cloudflare is connected and what it sees.',
      });
    }
  }

  return {
    zones: () => cache.zones(),
    async findZone(domain) {
      const [zone, other] = await cache.zonesFor(normaliseName(domain));
      if (zone && other)
        throw new AppError('conflict', `Two Cloudflare accounts that this token reaches have a zone ${zone.name}.`, {
          hint: 'Connect with a token of the right account, or set CLOUDFLARE_ACCOUNT_ID.',
        });
      return zone;
    },
    list: (zone) => inZone(zone, () => recordsOf(zone)),
    async usage(zone) {
      try {
        const usage = await cloudflare.getDnsUsage({ params: { zone_id: zone.id } });
        return { used: usage.record_usage, quota: usage.record_quota };
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
      }
    },
    write: (zone, batch) =>
      inZone(zone, async () => {
        try {
          await cloudflare.batchDnsRecords({ params: { zone_id: zone.id }, body: toBatchBody(batch) });
        } catch (error) {
          throw error instanceof Refusal && error.code === 'upstream_rejected'
            ? await withRejectedRow(error, zone, batch)
            : error;
        }
      }),
  };
}

function toZone({ id, name, plan }: Output<typeof zones.listZones>['result'][number]): Zone {
  const planName = plan?.legacy_id ?? plan?.name;
  const paid = planName !== undefined && !/free/i.test(planName);
  const batchLimit = paid ? 3_500 : 200;
  const zone = { home: 'cloudflare' as const, id, name: normaliseName(name), batchLimit };
  return planName === undefined ? zone : { ...zone, plan: paid ? 'paid' : 'free' };
}
