import { allPages } from '../../apis/cloudflare/all-pages.ts';
import type { zones } from '../../apis/cloudflare/zones.ts';
import type { Output } from '../../apis/operation.ts';
import { normaliseName } from '../../core/dns/name.ts';
import { recordSets } from '../../core/dns/normalise.ts';
import type { RowBatch, Zone } from '../../core/dns/record.ts';
import { AppError } from '../../core/errors.ts';
import type { Clock } from '../../ports/clock.ts';
import type { DnsHome } from '../../ports/dns.ts';
import { isMissing, Refusal } from '../refusal.ts';
import { createZoneCache } from '../zone-cache.ts';
import type { Cloudflare } from './client.ts';
import { fromCloudflareRow, toBatchBody } from './rows.ts';

export interface CloudflareDnsHomeSettings {
  readonly cloudflare: Cloudflare;
  readonly clock: Clock;
  /** Keeps to the zones of one account. */
  readonly accountId?: string | undefined;
}

/** Nearly any zone in one call. */
const rowsPerPage = 5_000;
const zonesPerPage = 50;

export function createCloudflareDnsHome({ cloudflare, clock, accountId }: CloudflareDnsHomeSettings): DnsHome {
  const cache = createZoneCache(clock, async () => {
    const account = accountId === undefined ? {} : { 'account.id': accountId };
    const rows = await allPages(zonesPerPage, (page) =>
      cloudflare.listZones({ query: { page, per_page: zonesPerPage, ...account } }),
    );
    return rows.map(toZone);
  });

  /** Whoever finds a zone gone looks for it anew the next time. */
  async function inZone<T>(zone: Zone, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Refusal && error.code === 'not_found')) throw error;
      cache.forget();
      throw new AppError(
        'not_found',
        `Cloudflare has no zone ${zone.name} any more, or does not show it to this token.`,
        {
          hint: '`/litemail cf zones list` shows what is there.',
        },
      );
    }
  }

  return {
    zones: () => cache.zones(),
    async findZone(domain) {
      const [zone, other] = await cache.holding(normaliseName(domain));
      if (zone && other)
        throw new AppError('conflict', `Two Cloudflare accounts that this token reaches have a zone ${zone.name}.`, {
          hint: 'Connect with a token of the right account, or set CLOUDFLARE_ACCOUNT_ID.',
        });
      return zone;
    },
    list: (zone) =>
      inZone(zone, async () => {
        const rows = await allPages(rowsPerPage, (page) =>
          cloudflare.listDnsRecords({ params: { zone_id: zone.id }, query: { page, per_page: rowsPerPage } }),
        );
        return recordSets(rows.map((row) => fromCloudflareRow(row, zone.name)));
      }),
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
          throw error instanceof Refusal && error.code === 'upstream_rejected' ? explained(error, batch) : error;
        }
      }),
  };
}

function toZone({ id, name, plan }: Output<typeof zones.listZones>['result'][number]): Zone {
  const paid = plan !== undefined && !/free/i.test(plan.legacy_id ?? plan.name ?? 'free');
  return { home: 'cloudflare', id, name: normaliseName(name), batchLimit: paid ? 3_500 : 200 };
}

/** The refusal of a batch, with the item it is about and with what became of the others. */
function explained(error: Refusal, batch: RowBatch): AppError {
  const item = itemAt(error.pointer, batch);
  const about = item ? ` It is about ${item.type} ${item.name}.` : '';
  return new AppError('upstream_rejected', `${error.message}${about} Nothing was changed.`, {
    ...(error.hint ? { hint: error.hint } : {}),
  });
}

/** `/posts/3/content` or `posts[3].content` → the row; without a pointer the only row there is. */
function itemAt(pointer: string | undefined, batch: RowBatch): { name: string; type: string } | undefined {
  const [, list, index] = /(patches|posts)\W+(\d+)/.exec(pointer ?? '') ?? [];
  if (list === 'patches' || list === 'posts') return batch[list][Number(index)];
  const rows = [...batch.patches, ...batch.posts];
  return rows.length === 1 && batch.deletes.length === 0 ? rows[0] : undefined;
}
