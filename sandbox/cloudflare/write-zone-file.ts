import { dataTypes, rendered } from './record-fields.ts';
import { meaning } from './txt-content.ts';
import type { StoredRecord, ZoneState } from './zone-state.ts';

const hosts = ['CNAME', 'MX', 'NS', 'PTR'];
const dotted = (host: string) => (host === '.' ? '.' : `${host}.`);

function rdata({ type, content, data, priority }: StoredRecord): string {
  const before = priority !== undefined && type !== 'SRV' ? `${priority} ` : '';
  if (data && dataTypes[type]) return before + rendered(type, data, '.');
  if (hosts.includes(type)) return before + dotted(content);
  if (type !== 'TXT' || content.startsWith('"')) return content;
  return `"${meaning(content).replace(/[\\"]/g, '\\$&')}"`;
}

function remark({ comment, tags, proxiable, proxied, settings }: StoredRecord): string {
  const attributes = [
    ...tags,
    ...(proxiable ? [`cf-proxied:${proxied}`] : []),
    ...(settings.flatten_cname === true ? ['cf-flatten-cname'] : []),
  ];
  const parts = [comment ?? '', attributes.length > 0 ? `cf_tags=${attributes.join(',')}` : ''].filter(Boolean);
  return parts.length > 0 ? ` ; ${parts.join(' ')}` : '';
}

const line = (record: StoredRecord) =>
  `${record.name}.\t${record.ttl}\tIN\t${record.type}\t${rdata(record)}${remark(record)}`;

/** The zone as Cloudflare exports it: BIND text, with what BIND has no place for in comments. `at` is ISO 8601. */
export function zoneFile(zone: ZoneState, at: string): string {
  const types = [...new Set(zone.records.map(({ type }) => type))].sort();
  const sections = types.map((type) => {
    const lines = zone.records.filter((record) => record.type === type).map(line);
    return `;; ${type} Records\n${lines.join('\n')}\n`;
  });
  return `;;
;; Domain:     ${zone.name}.
;; Exported:   ${at.slice(0, 19).replace('T', ' ')}
;;
;; This file is intended for use for informational and archival
;; purposes ONLY and MUST be edited before use on a production
;; DNS server.
;;

;; SOA Record
${zone.name}\t3600\tIN\tSOA\t${zone.nameServers[0]} dns.cloudflare.com. 2052000000 10000 2400 604800 3600

;; NS Records
${zone.nameServers.map((server) => `${zone.name}.\t86400\tIN\tNS\t${server}.`).join('\n')}

${sections.join('\n')}`;
}
