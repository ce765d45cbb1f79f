import { problems } from './cloudflare-envelope.ts';
import { hostTarget } from './record-names.ts';

type Kind =
  | { is: 'number'; max: number; optional?: true }
  | { is: 'word' | 'quoted' | 'host' | 'hex' | 'base64' | 'rest' | 'metres' };
type Fields = readonly (readonly [name: string, kind: Kind])[];

const number = (max: number): Kind => ({ is: 'number', max });
const some = (max: number): Kind => ({ is: 'number', max, optional: true });
const byte = number(255);
const short = number(65_535);
const [word, quoted, host, hex, base64, rest, metres] = (
  ['word', 'quoted', 'host', 'hex', 'base64', 'rest', 'metres'] as const
).map((is): Kind => ({ is })) as [Kind, Kind, Kind, Kind, Kind, Kind, Kind];

const binding: Fields = [
  ['priority', short],
  ['target', host],
  ['value', rest],
];
const association: Fields = [
  ['usage', byte],
  ['selector', byte],
  ['matching_type', byte],
  ['certificate', hex],
];

/** Types whose value is in `data`: its fields in the order in which the zone file writes them. */
export const dataTypes: Readonly<Record<string, Fields>> = {
  CAA: [
    ['flags', byte],
    ['tag', word],
    ['value', quoted],
  ],
  CERT: [
    ['type', short],
    ['key_tag', short],
    ['algorithm', byte],
    ['certificate', base64],
  ],
  DNSKEY: [
    ['flags', short],
    ['protocol', byte],
    ['algorithm', byte],
    ['public_key', base64],
  ],
  DS: [
    ['key_tag', short],
    ['algorithm', byte],
    ['digest_type', byte],
    ['digest', hex],
  ],
  HTTPS: binding,
  LOC: [
    ['lat_degrees', number(90)],
    ['lat_minutes', some(59)],
    ['lat_seconds', some(59.999)],
    ['lat_direction', word],
    ['long_degrees', number(180)],
    ['long_minutes', some(59)],
    ['long_seconds', some(59.999)],
    ['long_direction', word],
    ['altitude', metres],
    ['size', metres],
    ['precision_horz', metres],
    ['precision_vert', metres],
  ],
  NAPTR: [
    ['order', short],
    ['preference', short],
    ['flags', quoted],
    ['service', quoted],
    ['regex', quoted],
    ['replacement', host],
  ],
  SMIMEA: association,
  SRV: [
    ['priority', short],
    ['weight', short],
    ['port', short],
    ['target', host],
  ],
  SSHFP: [
    ['algorithm', byte],
    ['type', byte],
    ['fingerprint', hex],
  ],
  SVCB: binding,
  TLSA: association,
  URI: [
    ['weight', short],
    ['target', quoted],
  ],
};

function checked(type: string, name: string, kind: Kind, value: unknown): string | number {
  const wrong = () => problems.validation(`${name} is not valid for ${type} records.`);
  const missing = value === undefined || value === null || value === '';
  if (kind.is === 'metres') return typeof value === 'number' ? value : 0;
  if (kind.is === 'number') {
    if (missing && kind.optional) return 0;
    if (missing) throw problems.validation(`${name} is required for ${type} records.`);
    if (typeof value !== 'number' || !(value >= 0 && value <= kind.max)) throw wrong();
    if (!kind.optional && !Number.isInteger(value)) throw wrong();
    return value;
  }
  if (missing && (kind.is === 'rest' || kind.is === 'quoted')) return '';
  if (missing) throw problems.validation(`${name} is required for ${type} records.`);
  if (typeof value !== 'string') throw wrong();
  if (kind.is === 'host') return hostTarget(value, type, true);
  if (kind.is === 'rest' || kind.is === 'quoted') return value.trim();
  const solid = value.replace(/\s/g, '');
  if (kind.is === 'hex' && !/^([0-9a-f]{2})+$/i.test(solid)) throw wrong();
  if (kind.is === 'base64' && !/^[A-Za-z0-9+/]+=*$/.test(solid)) throw wrong();
  return solid;
}

/** The checked `data` of one of `dataTypes`. Fields that it does not have are refused. */
export function checkedData(type: string, data: unknown): Record<string, string | number> {
  const fields = dataTypes[type] ?? [];
  if (typeof data !== 'object' || data === null) throw problems.validation(`data is required for ${type} records.`);
  const given = type === 'SRV' ? withoutOwner(data as Record<string, unknown>) : (data as Record<string, unknown>);
  const extra = Object.keys(given).find((name) => !fields.some(([known]) => known === name));
  if (extra) throw problems.validation(`data.${extra} is not a field of ${type} records.`);
  return Object.fromEntries(fields.map(([name, kind]) => [name, checked(type, name, kind, given[name])]));
}

/** SRV may still say its owner in parts, as every client of some years ago does. */
const withoutOwner = ({ service, proto, name, ...rest }: Record<string, unknown>): Record<string, unknown> => rest;

/** The owner of an SRV record from those parts, where they are all there. */
export const ownerInData = ({ service, proto, name }: Record<string, unknown>): string | undefined =>
  [service, proto, name].every((part) => typeof part === 'string' && part !== '')
    ? `${service}.${proto}.${name}`.replace(/\.@$/, '')
    : undefined;

/** As `content` and the zone file show it; `dot` ends the hosts with one. */
export function rendered(type: string, data: Record<string, string | number>, dot = ''): string {
  return (dataTypes[type] ?? [])
    .map(([name, kind]) => {
      const value = data[name] ?? '';
      if (kind.is === 'quoted') return `"${String(value).replace(/[\\"]/g, '\\$&')}"`;
      if (kind.is === 'host') return value === '.' ? '.' : `${value}${dot}`;
      return kind.is === 'metres' ? `${value}m` : String(value);
    })
    .filter((part) => part !== '')
    .join(' ');
}

/** `data` from the words of a zone file. */
export function dataFromWords(type: string, words: readonly string[]): Record<string, string | number> {
  const fields = dataTypes[type] ?? [];
  const entries = fields.map(([name, kind], index): [string, string | number] => {
    const last = index === fields.length - 1;
    const text = last ? words.slice(index).join(kind.is === 'rest' ? ' ' : '') : (words[index] ?? '');
    if (kind.is === 'number') return [name, text === '' ? Number.NaN : Number(text)];
    return [name, kind.is === 'metres' ? Number(text.replace(/m$/, '')) : text];
  });
  return Object.fromEntries(entries);
}

/** Bytes of the parts that can be long, as they go over the wire. */
export function wireSize(type: string, data: Record<string, string | number>): number {
  return (dataTypes[type] ?? []).reduce((sum, [name, kind]) => {
    const { length } = String(data[name] ?? '');
    return sum + (kind.is === 'hex' ? length / 2 : kind.is === 'base64' ? (length * 3) / 4 : length);
  }, 0);
}
