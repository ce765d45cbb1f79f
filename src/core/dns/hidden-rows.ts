import { isBelow } from './name.ts';
import type { RecordSet } from './record.ts';

/**
 * Name of a delegation → rows at and below it that nobody can see (Cloudflare: shadowed). Its own NS and DS can be seen,
 * and so can the addresses of its name servers (glue, RFC 1034 §4.2.1).
 */
export function hiddenRows(zone: string, sets: readonly RecordSet[]): ReadonlyMap<string, number> {
  const cuts = new Map<string, { readonly servers: ReadonlySet<string>; rows: number }>();
  for (const { name, type, values } of sets)
    if (type === 'NS' && name !== zone)
      cuts.set(name, { servers: new Set(values.map(({ content = '' }) => content)), rows: 0 });
  if (cuts.size === 0) return new Map();
  for (const { name, type, values } of sets)
    for (let owner = name; isBelow(owner, zone) && owner !== zone; owner = owner.slice(owner.indexOf('.') + 1)) {
      const cut = cuts.get(owner);
      const own = owner === name && (type === 'NS' || type === 'DS');
      const glue = (type === 'A' || type === 'AAAA') && cut?.servers.has(name);
      if (cut && !own && !glue) cut.rows += values.length;
    }
  return new Map([...cuts].map(([name, { rows }]) => [name, rows]));
}
