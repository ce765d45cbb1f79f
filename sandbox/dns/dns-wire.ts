import type { Answer } from 'dns-packet';
import ipaddr from 'ipaddr.js';
import { dataFromWords } from '../cloudflare/record-fields.ts';
import type { PublishedRow } from './published.ts';

/** Types whose data goes out as bytes: dns-packet cannot name them, or takes only some of what people enter (SSHFP). */
const numbers: Readonly<Record<string, number>> = {
  SSHFP: 44,
  ...{ SMIMEA: 53, OPENPGPKEY: 61, SVCB: 64, HTTPS: 65, URI: 256 },
};
const names = new Map(Object.entries(numbers).map(([type, number]) => [`UNKNOWN_${number}`, type]));

export const typeAsked = (wire: string): string => names.get(wire) ?? wire;

type Data = Readonly<Record<string, string | number>>;
const number = (data: Data, field: string) => Number(data[field] ?? 0);
const text = (data: Data, field: string) => String(data[field] ?? '');
const bytes = (data: Data, field: string, encoding: 'hex' | 'base64' = 'hex') =>
  Buffer.from(text(data, field), encoding);
const short = (value: number) => Buffer.from([value >> 8, value & 255]);
const name = (host: string) =>
  Buffer.concat([
    ...(host === '.' || host === '' ? [] : host.split('.')).map((label) =>
      Buffer.concat([Buffer.from([label.length]), Buffer.from(label)]),
    ),
    Buffer.from([0]),
  ]);

const association = (data: Data) =>
  Buffer.concat([
    Buffer.from(['usage', 'selector', 'matching_type'].map((field) => number(data, field))),
    bytes(data, 'certificate'),
  ]);

const parameters = ['mandatory', 'alpn', 'no-default-alpn', 'port', 'ipv4hint', 'ech', 'ipv6hint', 'dohpath', 'ohttp'];

/** `alpn="h3,h2"` and so on (RFC 9460 §2.2), in the order of their numbers. */
function service(data: Data): Buffer {
  const items = [...text(data, 'value').matchAll(/([a-z0-9-]+)(?:="?([^"\s]*)"?)?/g)].map(
    ([, key = '', value = '']) => {
      const known = parameters.indexOf(key);
      return [known < 0 ? Number(key.replace('key', '')) : known, parameterBytes(key, value)] as const;
    },
  );
  items.sort(([one], [other]) => one - other);
  return Buffer.concat([
    short(number(data, 'priority')),
    name(text(data, 'target')),
    ...items.flatMap(([key, value]) => [short(key), short(value.length), value]),
  ]);
}

function parameterBytes(key: string, value: string): Buffer {
  const items = value === '' ? [] : value.split(',');
  if (key === 'alpn')
    return Buffer.concat(items.map((item) => Buffer.from(`${String.fromCharCode(item.length)}${item}`)));
  if (key === 'mandatory') return Buffer.concat(items.map((item) => short(parameters.indexOf(item))));
  if (key === 'port') return short(Number(value));
  if (key === 'ipv4hint' || key === 'ipv6hint')
    return Buffer.from(items.flatMap((item) => ipaddr.parse(item).toByteArray()));
  return Buffer.from(value, key === 'ech' ? 'base64' : 'utf8');
}

/** The strings of a TXT record, of at most 255 bytes each. */
function strings(content: string): Buffer[] {
  const parts = content.startsWith('"')
    ? [...content.matchAll(/"((?:[^"\\]|\\.)*)"/gs)].map(([, part = '']) => part.replace(/\\(\d{3}|.)/gs, unescaped))
    : [content];
  return parts.flatMap((part) => {
    const all = Buffer.from(part);
    const pieces = Math.max(1, Math.ceil(all.length / 255));
    return Array.from({ length: pieces }, (_, index) => all.subarray(index * 255, (index + 1) * 255));
  });
}
const unescaped = (_: string, code: string) => (/^\d{3}$/.test(code) ? String.fromCharCode(Number(code)) : code);

const writers: Readonly<Record<string, (row: PublishedRow, data: Data) => unknown>> = {
  MX: ({ content, priority }) => ({ preference: priority ?? 0, exchange: content }),
  TXT: ({ content }) => strings(content),
  CAA: (_, data) => ({ flags: number(data, 'flags'), tag: text(data, 'tag'), value: text(data, 'value') }),
  CERT: (_, data) =>
    Buffer.concat([
      short(number(data, 'type')),
      short(number(data, 'key_tag')),
      Buffer.from([number(data, 'algorithm')]),
      bytes(data, 'certificate', 'base64'),
    ]),
  DNSKEY: (_, data) => ({
    flags: number(data, 'flags'),
    algorithm: number(data, 'algorithm'),
    key: bytes(data, 'public_key', 'base64'),
  }),
  DS: (_, data) => ({
    keyTag: number(data, 'key_tag'),
    algorithm: number(data, 'algorithm'),
    digestType: number(data, 'digest_type'),
    digest: bytes(data, 'digest'),
  }),
  HTTPS: (_, data) => service(data),
  NAPTR: (_, data) => ({
    order: number(data, 'order'),
    preference: number(data, 'preference'),
    flags: text(data, 'flags'),
    services: text(data, 'service'),
    regexp: text(data, 'regex'),
    replacement: text(data, 'replacement'),
  }),
  OPENPGPKEY: ({ content }) => Buffer.from(content, 'base64'),
  SMIMEA: (_, data) => association(data),
  SOA: ({ content }) => ({
    mname: content,
    rname: 'dns.cloudflare.com',
    ...{ serial: 2_400_000_000, refresh: 10_000, retry: 2400, expire: 604_800, minimum: 1800 },
  }),
  SRV: (_, data) => ({
    priority: number(data, 'priority'),
    weight: number(data, 'weight'),
    port: number(data, 'port'),
    target: text(data, 'target'),
  }),
  SSHFP: (_, data) =>
    Buffer.concat([Buffer.from([number(data, 'algorithm'), number(data, 'type')]), bytes(data, 'fingerprint')]),
  SVCB: (_, data) => service(data),
  TLSA: (_, data) => ({
    usage: number(data, 'usage'),
    selector: number(data, 'selector'),
    matchingType: number(data, 'matching_type'),
    certificate: bytes(data, 'certificate'),
  }),
  URI: ({ priority }, data) =>
    Buffer.concat([short(priority ?? 0), short(number(data, 'weight')), Buffer.from(text(data, 'target'))]),
};

/** A row as it goes over the wire. */
export function wireAnswer(row: PublishedRow): Answer {
  const { name: owner, type, content, ttl, data } = row;
  const wire = numbers[type] ? `UNKNOWN_${numbers[type]}` : type;
  const written = writers[type]?.(row, data ?? dataFromWords(type, content.split(/\s+/))) ?? content;
  return { name: owner, type: wire, ttl: ttl === 1 ? 300 : ttl, data: written } as Answer;
}
