import { isBelow, normaliseName } from '../../domain/dns/model/name.ts';
import { type ProviderRow, wireContent } from '../../domain/dns/model/normalise.ts';
import type { Row, RowBatch } from '../../domain/dns/model/record.ts';
import { recordType } from '../../domain/dns/model/types.ts';
import type { BatchBody, DnsRow } from './operations/dns-records.ts';

/** A row as Cloudflare lists it, for `recordSets`. Cloudflare answers full names; a bare label is completed all the same. */
export function fromCloudflareRow(row: DnsRow, zoneName: string): ProviderRow & Pick<DnsRow, 'id'> {
  const { id, content, priority, ttl, proxied, comment, tags, settings, private_routing, meta } = row;
  const name = row.name === '@' ? zoneName : normaliseName(row.name);
  const type = row.type.toUpperCase();
  // Of the types with data, `content` only repeats it.
  const data = row.data && recordType(type)?.kind !== 'content' ? scalars(row.data) : undefined;
  return {
    id,
    type,
    name: isBelow(name, zoneName) ? name : `${name}.${zoneName}`,
    ...(data ? { data } : content == null ? {} : { content }),
    ...(priority == null ? {} : { priority }),
    ttl: ttl ?? 1,
    ...(proxied == null ? {} : { proxied }),
    ...(comment ? { comment } : {}),
    ...(tags?.length ? { tags } : {}),
    ...(settings || private_routing ? { settings: { ...settings, private_routing } } : {}),
    ...(meta?.read_only ? { readOnly: true } : {}),
  };
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

const scalars = (data: Readonly<Record<string, unknown>>): Record<string, string | number> =>
  Object.fromEntries(
    Object.entries(data)
      .filter(([, value]) => value != null)
      .map(([name, value]) => [name, typeof value === 'number' ? value : String(value)]),
  );
