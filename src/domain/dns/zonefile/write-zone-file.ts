import { isName } from '../model/name.ts';
import { presentation } from '../model/presentation.ts';
import type { RecordSet, RecordValue } from '../model/record.ts';
import { encodeTxt } from '../model/txt.ts';
import { part, recordType } from '../model/types.ts';
import { writeAttributes } from './record-attributes.ts';

/**
 * A zone as a BIND file, with comments, tags and proxy settings as Cloudflare writes them. Unknown types
 * are exported as comments, so that nothing is dropped silently.
 */
export function formatZoneFile(zone: string, sets: readonly RecordSet[]): string {
  const types = [...new Set(sets.map((set) => set.type))].sort();
  const sections = types.map((type) => {
    const lines = sets
      .filter((set) => set.type === type)
      .flatMap((set) => set.values.map((value) => recordLine(set, value)));
    return [`;; ${type} records`, ...lines].join('\n');
  });
  return `${[`$ORIGIN ${zone}.`, ...sections].join('\n\n')}\n`;
}

function recordLine({ name, type }: RecordSet, value: RecordValue): string {
  const data = rdata(type, value);
  if (data === undefined)
    return `; not exported: ${name}. ${type} ${presentation(type, value).replace(/[\r\n]/g, ' ')}`;
  return `${name}.\t${value.ttl}\tIN\t${type}\t${data}${writeAttributes(value)}`;
}

/** The value in zone file format: names end in a dot, TXT is quoted. */
function rdata(type: string, value: RecordValue): string | undefined {
  const known = recordType(type);
  if (!known) return undefined;
  if (type === 'TXT') return encodeTxt(value.content ?? '');
  const parts = known.fields.map((field) => {
    const raw = part(value, field) ?? field.defaultValue ?? '';
    if (field.type.host) return raw === '.' ? '.' : isName(String(raw)) ? `${raw}.` : undefined;
    return field.type.format?.(raw) ?? String(raw);
  });
  return parts.includes(undefined) ? undefined : parts.join(' ').trimEnd();
}
