import { displayName } from '../../domain/dns/model/name.ts';
import { type ProviderRow, recordSets, unreadableRows, wireContent } from '../../domain/dns/model/normalise.ts';
import type { RecordSet, Row, RowBatch, Zone } from '../../domain/dns/model/record.ts';
import { AppError } from '../../lib/errors.ts';
import { typed } from '../../lib/text.ts';
import type { Cloudflare } from '../../ports/apis.ts';
import type { Clock } from '../../ports/clock.ts';
import type { DnsProvider } from '../../ports/dns-provider.ts';
import type { Output } from '../../ports/operation.ts';
import { isMissing, Refusal } from '../http/refusal.ts';
import { createZoneCache } from '../zone-cache.ts';
import { locateRejectedRow } from './locate-rejected-row.ts';
import type { BatchBody, DnsRow } from './operations/dns-records.ts';
import type { zones } from './operations/zones.ts';

interface CloudflareDnsProviderSettings {
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
    const { rows } = await collectPages(zonesPerPage, (page) =>
      cloudflare.listZones({ query: { page, per_page: zonesPerPage, ...account } }),
    );
    return rows.map(toZone);
  });

  async function recordsOf(zone: Zone): Promise<RecordSet[]> {
    const { rows, odd } = await collectPages(rowsPerPage, (page) =>
      cloudflare.listDnsRecords({ params: { zone_id: zone.id }, query: { page, per_page: rowsPerPage } }),
    );
    return recordSets(odd.length > 0 ? [...converted(rows), ...unreadableRows(odd)] : converted(rows), zone.name);
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
      throw new AppError('not_found', `Cloudflare no longer shows the zone ${zone.name} to this token.`, {
        hint: `${typed('setup')} shows whether Cloudflare is connected and what it sees.`,
      });
    }
  }

  return {
    zones: () => cache.zones(),
    async findZone(domain) {
      const [zone, other] = await cache.zonesFor(domain);
      if (zone && other)
        throw new AppError('conflict', `Two Cloudflare accounts this token can access have a zone ${zone.name}.`, {
          hint: 'Connect with a token for the right account, or set CLOUDFLARE_ACCOUNT_ID.',
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
  const zone = { home: 'cloudflare' as const, id, name, batchLimit };
  return planName === undefined ? zone : { ...zone, plan: paid ? 'paid' : 'free' };
}

export interface Page<T> {
  readonly result: readonly T[];
  readonly odd?: readonly unknown[] | undefined;
  readonly result_info?:
    | {
        readonly count?: number | undefined;
        readonly per_page?: number | undefined;
        readonly total_count?: number | undefined;
        readonly total_pages?: number | undefined;
      }
    | undefined;
}

const MAX_READS = 3;

interface Rows<T> {
  readonly rows: T[];
  /** Rows that cannot be read, as they came. */
  readonly odd: readonly unknown[];
}

/**
 * Every row of a list, asked for page by page from 1 on, without the empty page that tells others that they are done.
 * Where somebody adds or deletes a row meanwhile, the others move from page to page and one could be missed: then it is
 * read again from the start, and so is a list that holds less than it says.
 */
export async function collectPages<T extends { readonly id: string }>(
  perPage: number,
  ask: (page: number) => Promise<Page<T>>,
): Promise<Rows<T>> {
  for (let reading = 0; reading < MAX_READS; reading += 1) {
    const rows = await readUnchanged(perPage, ask);
    if (rows) return rows;
  }
  throw new AppError(
    'upstream_unavailable',
    `A Cloudflare list changed, or was not whole, each of the ${MAX_READS} times it was read.`,
    { hint: 'Somebody may be changing it right now. Try again in a minute.' },
  );
}

/**
 * Undefined where rows have moved between two pages, or where the list ends before it has what it says. A list that says
 * nothing about its pages goes on while they are full; one of those that repeats a page is at its end.
 */
async function readUnchanged<T extends { readonly id: string }>(
  perPage: number,
  ask: (page: number) => Promise<Page<T>>,
): Promise<Rows<T> | undefined> {
  const all = new Map<string, T>();
  const allOdd: unknown[] = [];
  let before: number | undefined;
  let firstId: string | undefined;
  for (let page = 1; ; page += 1) {
    const { result, odd = [], result_info: info } = await ask(page);
    const total = info?.total_count ?? info?.total_pages;
    const count = result.length + odd.length;
    if (page === 1 && isLast(page, count, count, perPage, info)) return { rows: [...result], odd };
    if (page > 1 && total !== before) return undefined;
    const first = result[0]?.id ?? (odd.length > 0 ? JSON.stringify(odd[0]) : undefined);
    if (first === undefined && total !== undefined) return undefined;
    if (first === undefined || (total === undefined && first === firstId)) break;
    if (result.some(({ id }) => all.has(id))) return undefined;
    for (const row of result) all.set(row.id, row);
    allOdd.push(...odd);
    if (isLast(page, count, all.size + allOdd.length, perPage, info)) break;
    before = total;
    firstId = first;
  }
  return { rows: [...all.values()], odd: allOdd };
}

/** The server's own page size counts: it may be smaller than what was asked for. */
function isLast(page: number, rows: number, total: number, asked: number, info: Page<unknown>['result_info']): boolean {
  if (info?.total_count !== undefined) return total >= info.total_count;
  if (info?.total_pages !== undefined) return page >= info.total_pages;
  return rows < (info?.per_page ?? asked);
}

const rowsAtOnce = 500;

/** Taken out of the list some at a time, so that no copy of a whole zone stays, and its rows go while its records come. */
function* converted(rows: DnsRow[]): Generator<ReadRow> {
  while (rows.length > 0) yield* rows.splice(0, rowsAtOnce).map(fromCloudflareRow);
}

type ReadRow = ProviderRow & Pick<DnsRow, 'id'>;

/** A row as Cloudflare lists it, for `recordSets`, which completes the rare bare label. */
export function fromCloudflareRow(row: DnsRow): ReadRow {
  const { id, type, name, content, data, priority, ttl, proxied, comment, tags, settings, private_routing, meta } = row;
  // Built in place, because a zone has thousands of them.
  const known: { -readonly [K in keyof ReadRow]: ReadRow[K] } = { id, type, name, ttl: ttl ?? 1 };
  if (content != null) known.content = content;
  const fields = data ? scalars(data) : undefined;
  if (fields) known.data = fields;
  if (priority != null) known.priority = priority;
  if (proxied != null) known.proxied = proxied;
  if (comment) known.comment = comment;
  if (tags?.length) known.tags = tags;
  if (private_routing || (settings && Object.keys(settings).length > 0))
    known.settings = { ...settings, private_routing };
  const modifiedOn = row.modified_on ? Date.parse(row.modified_on) : Number.NaN;
  if (!Number.isNaN(modifiedOn)) known.modifiedOn = modifiedOn;
  if (meta?.read_only) known.readOnly = true;
  return known;
}

type Posted = NonNullable<BatchBody['posts']>[number];

/** A row as Cloudflare takes it: TXT quoted, the TTL always there. */
export function toCloudflareRow(row: Row): Posted {
  const { name, type, content, data, priority, ttl, proxied, comment, tags } = row;
  const { private_routing, ...settings } = row.settings ?? {};
  return {
    name,
    type,
    ...(content === undefined ? {} : { content: wireContent(type, content) }),
    ...(data === undefined ? {} : { data: { ...data } }),
    ...(priority === undefined ? {} : { priority }),
    ttl,
    ...(proxied === undefined ? {} : { proxied }),
    ...(comment === undefined ? {} : { comment }),
    ...(tags === undefined ? {} : { tags: [...tags] }),
    ...(Object.keys(settings).length === 0 ? {} : { settings }),
    ...(private_routing ? { private_routing: true } : {}),
  };
}

/** Empty parts are left out. Patches rather than puts: a put would take away what it does not name. */
export function toBatchBody({ deletes, patches, posts }: RowBatch): BatchBody {
  return {
    ...(deletes.length > 0 ? { deletes: deletes.map(({ id }) => ({ id })) } : {}),
    ...(patches.length > 0 ? { patches: patches.map((row) => ({ id: row.id, ...toCloudflareRow(row) })) } : {}),
    ...(posts.length > 0 ? { posts: posts.map(toCloudflareRow) } : {}),
  };
}

/**
 * The fields of a row; a host that is none (`.`) may come as `false`. Undefined where a field is of another type: no
 * words are made of it, and what the row holds is read from its content.
 */
function scalars(data: Readonly<Record<string, unknown>>): Record<string, string | number> | undefined {
  const fields: Record<string, string | number> = {};
  for (const name of Object.keys(data)) {
    const value = data[name];
    if (value == null) continue;
    if (typeof value === 'string' || typeof value === 'number') fields[name] = value;
    else if (value === false && (name === 'target' || name === 'replacement')) fields[name] = '.';
    else return undefined;
  }
  return fields;
}
