import { delegationsOver } from '../lint/zone-view.ts';
import type { RecordSet } from './record.ts';

/**
 * Delegation → number of rows it shadows, if any. Addresses of its own name servers (glue, RFC 1034 §4.2.1) are not
 * shadowed.
 */
export function hiddenRows(zone: string, sets: readonly RecordSet[]): ReadonlyMap<string, number> {
  const servers = new Map<string, ReadonlySet<string>>();
  for (const { name, type, values } of sets)
    if (type === 'NS' && name !== zone) servers.set(name, new Set(values.map(({ content = '' }) => content)));
  const cuts = new Set(servers.keys());
  const hidden = new Map<string, number>();
  for (const { name, type, values } of cuts.size > 0 ? sets : [])
    for (const cut of delegationsOver(name, zone, cuts)) {
      const glue = (type === 'A' || type === 'AAAA') && servers.get(cut)?.has(name);
      if (cut !== name && !glue) hidden.set(cut, (hidden.get(cut) ?? 0) + values.length);
    }
  return hidden;
}
