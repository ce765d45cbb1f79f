import { foreignRows } from './foreign.ts';
import type { Published, PublishedRow, PublishedZone } from './published.ts';

/** The answer to a question: the aliases followed, then the records. */
export interface DnsAnswer {
  readonly code: 'NOERROR' | 'NXDOMAIN' | 'SERVFAIL';
  readonly rows: readonly PublishedRow[];
  /** The zone whose SOA gives the negative TTL. */
  readonly zone?: string;
}

/** Where Cloudflare's proxy answers for proxied names. */
const proxies = {
  A: ['104.21.32.1', '172.67.180.20'],
  AAAA: ['2606:4700:3030::6815:2001', '2606:4700:3033::ac43:b414'],
};
const mostAliases = 8;

interface Index {
  readonly byName: ReadonlyMap<string, readonly PublishedRow[]>;
  /** Names that exist, those between a record and the zone included (RFC 8020). */
  readonly names: ReadonlySet<string>;
  readonly cuts: readonly string[];
}
const indexes = new WeakMap<readonly PublishedRow[], Index>();

function indexOf({ name: zone, rows }: PublishedZone): Index {
  const known = indexes.get(rows);
  if (known) return known;
  const byName = new Map<string, PublishedRow[]>();
  const names = new Set([zone]);
  for (const row of rows) {
    const there = byName.get(row.name);
    if (there) there.push(row);
    else byName.set(row.name, [row]);
    for (let name = row.name; name.length > zone.length && !names.has(name); name = parent(name)) names.add(name);
  }
  const cuts = rows.filter(({ type, name }) => type === 'NS' && name !== zone).map(({ name }) => name);
  const made = { byName, names, cuts };
  indexes.set(rows, made);
  return made;
}

const parent = (name: string) => name.slice(name.indexOf('.') + 1);
const below = (name: string, zone: string) => name === zone || name.endsWith(`.${zone}`);

/** As a recursive resolver that knows the stand-ins' zones and a small part of the Internet. */
export function resolveAnswer(published: Published, name: string, type: string): DnsAnswer {
  const rows: PublishedRow[] = [];
  let owner = name;
  for (let aliases = 0; aliases <= mostAliases; aliases += 1) {
    const zone = published.holding(owner);
    const ownRows = zone ? rowsInZone(zone, owner, type) : answerForeign(owner);
    if (ownRows === 'delegated') return { code: 'SERVFAIL', rows: [] };
    const there = ownRows?.filter((row) => row.type === type || row.type === 'CNAME') ?? [];
    const alias = type === 'CNAME' ? undefined : there.find((row) => row.type === 'CNAME');
    if (!alias) {
      const wanted = there.filter((row) => row.type === type);
      const soa = zone?.name ?? owner.split('.').slice(-2).join('.');
      return { code: ownRows ? 'NOERROR' : 'NXDOMAIN', rows: [...rows, ...wanted], zone: soa };
    }
    rows.push(alias);
    owner = alias.content;
  }
  return { code: 'SERVFAIL', rows: [] };
}

/** The rows of a name; undefined when it does not exist. */
function rowsInZone(
  zone: PublishedZone,
  name: string,
  type: string,
): readonly PublishedRow[] | 'delegated' | undefined {
  const { byName, names, cuts } = indexOf(zone);
  const cut = cuts.find((each) => below(name, each));
  if (cut !== undefined && !(name === cut && (type === 'NS' || type === 'DS'))) return 'delegated';
  const soa = { name: zone.name, type: 'SOA', content: zone.nameServers[0] ?? '', ttl: 1800 };
  const own = name === zone.name ? [soa, ...nameServersOf(zone)] : [];
  let owner = name;
  if (!names.has(name)) {
    while (!names.has(owner)) owner = parent(owner);
    owner = `*.${owner}`;
    if (!names.has(owner)) return undefined;
  }
  const rows = (byName.get(owner) ?? []).map((row) => ({ ...row, name }));
  return [...own, ...rows.flatMap((row) => shown(row, rows, zone.name))];
}

const nameServersOf = ({ name, nameServers }: PublishedZone): PublishedRow[] =>
  nameServers.map((content) => ({ name, type: 'NS', content, ttl: 86_400 }));

/** Proxied names show only the proxy's addresses. */
function shown(row: PublishedRow, all: readonly PublishedRow[], zone: string): PublishedRow[] {
  if (row.type === 'NS' && row.name === zone) return [];
  if (!row.proxied) return [row];
  if (row !== all.find(({ proxied }) => proxied)) return [];
  const at = (type: 'A' | 'AAAA') => proxies[type].map((content) => ({ name: row.name, type, content, ttl: 300 }));
  return [...at('A'), ...at('AAAA')];
}

const foreignNames = new Set(
  foreignRows.flatMap(({ name }) => {
    const labels = name.split('.');
    return labels.map((_, index) => labels.slice(index).join('.'));
  }),
);

function answerForeign(name: string): readonly PublishedRow[] | undefined {
  return foreignNames.has(name) ? foreignRows.filter((row) => row.name === name) : undefined;
}
