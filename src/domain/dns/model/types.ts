import {
  base64,
  byte,
  type FieldType,
  hex,
  host,
  hostOrNone,
  integer,
  ipv4,
  ipv6,
  locFields,
  placeProblem,
  serviceParameters,
  tag,
  text,
  txt,
  word,
} from './field-types.ts';
import type { RecordValue } from './record.ts';

/** The content of a value, without attributes (TTL, proxied, comment, tags). */
export type Content = Pick<RecordValue, 'content' | 'data' | 'priority'>;

/** One field of a value, in presentation order. */
export interface Field {
  readonly name: string;
  readonly at: 'content' | 'priority' | 'data';
  readonly label: string;
  readonly type: FieldType;
  /** Used if the provider or the person left it out. */
  readonly defaultValue?: string | number;
  /** Only a provider may leave it out: in a text a later part would land here. */
  readonly neededInText?: true;
}

export interface RecordType {
  readonly type: string;
  /** Whether Cloudflare takes `content` or `data` for it. */
  readonly kind: 'content' | 'data';
  readonly fields: readonly Field[];
  readonly proxiable: boolean;
  /** At most one value per name. */
  readonly single: boolean;
  readonly example: string;
  /** What is wrong with parts that are valid one by one; undefined if nothing. */
  readonly problem?: (value: Content) => string | undefined;
}

const content = (type: FieldType, label = 'value'): Field => ({ name: 'content', at: 'content', label, type });
const priority: Field = { name: 'priority', at: 'priority', label: 'priority', type: word };
const data = (name: string, type: FieldType, defaultValue?: string | number): Field => ({
  name,
  at: 'data',
  label: name.replaceAll('_', ' '),
  type,
  ...(defaultValue === undefined ? {} : { defaultValue }),
});

/** Words that zone files write for the algorithms of DNSSEC (IANA; BIND's names, and those of RFC 8624 §3.1 beside them). */
const algorithms = integer(255, {
  RSAMD5: 1,
  DH: 2,
  DSA: 3,
  RSASHA1: 5,
  NSEC3DSA: 6,
  'DSA-NSEC3-SHA1': 6,
  NSEC3RSASHA1: 7,
  'RSASHA1-NSEC3-SHA1': 7,
  RSASHA256: 8,
  RSASHA512: 10,
  ECCGOST: 12,
  'ECC-GOST': 12,
  ECDSAP256SHA256: 13,
  ECDSAP384SHA384: 14,
  ED25519: 15,
  ED448: 16,
  INDIRECT: 252,
  PRIVATEDNS: 253,
  PRIVATEOID: 254,
});
const certificateTypes = {
  PKIX: 1,
  SPKI: 2,
  PGP: 3,
  IPKIX: 4,
  ISPKI: 5,
  IPGP: 6,
  ACPKIX: 7,
  IACPKIX: 8,
  URI: 253,
  OID: 254,
};
const service = [data('priority', word), data('target', hostOrNone), data('value', serviceParameters, '')];
const association = [
  data('usage', byte),
  data('selector', byte),
  data('matching_type', byte),
  data('certificate', hex),
];

const table: readonly (readonly [type: string, fields: readonly Field[], example: string])[] = [
  ['A', [content(ipv4, 'address')], '192.0.2.1'],
  ['AAAA', [content(ipv6, 'address')], '2001:db8::1'],
  ['CAA', [data('flags', byte), data('tag', tag), data('value', text)], '0 issue "letsencrypt.org"'],
  [
    'CERT',
    [
      data('type', integer(65_535, certificateTypes)),
      data('key_tag', word),
      data('algorithm', algorithms),
      data('certificate', base64),
    ],
    '1 0 0 MIIC',
  ],
  ['CNAME', [content(host, 'target')], 'target.example.com'],
  [
    'DNSKEY',
    [data('flags', word), data('protocol', byte), data('algorithm', algorithms), data('public_key', base64)],
    '257 3 13 mdsswUyr',
  ],
  [
    'DS',
    [data('key_tag', word), data('algorithm', algorithms), data('digest_type', byte), data('digest', hex)],
    '2371 13 2 1f987cc6',
  ],
  ['HTTPS', service, '1 . alpn="h3,h2"'],
  ['LOC', locFields.map((field) => ({ ...field, at: 'data' })), '51 30 12.748 N 0 7 39.612 W 0m 1m 10000m 10m'],
  ['MX', [priority, content(hostOrNone, 'mail server')], '10 mx1.example.com'],
  [
    'NAPTR',
    [
      data('order', word),
      data('preference', word),
      data('flags', text),
      data('service', text),
      { ...data('regex', text, ''), neededInText: true },
      { ...data('replacement', hostOrNone, '.'), neededInText: true },
    ],
    '100 10 "S" "SIP+D2U" "" _sip._udp.example.com',
  ],
  ['NS', [content(host, 'name server')], 'ns1.example.com'],
  ['OPENPGPKEY', [content(base64, 'key')], 'mQINBFit'],
  ['PTR', [content(host, 'host')], 'host.example.com'],
  ['SMIMEA', association, '3 0 0 308201a2'],
  [
    'SRV',
    [data('priority', word), data('weight', word), data('port', word), data('target', hostOrNone)],
    '10 5 443 host.example.com',
  ],
  ['SSHFP', [data('algorithm', byte), data('type', byte), data('fingerprint', hex)], '4 2 123456789abcdef0'],
  ['SVCB', service, '1 . alpn="h3,h2"'],
  ['TLSA', association, '3 1 1 0d6fce3c'],
  ['TXT', [content(txt, 'text')], 'v=spf1 include:_spf.google.com ~all'],
  ['URI', [priority, data('weight', word), data('target', text)], '10 1 "https://www.example.com/"'],
];

/** Every type that Cloudflare lets us write, by name. */
export const recordTypes: ReadonlyMap<string, RecordType> = new Map(
  table.map(([type, fields, example]) => [
    type,
    {
      type,
      kind: fields.some((field) => field.at === 'data') ? 'data' : 'content',
      fields,
      proxiable: type === 'A' || type === 'AAAA' || type === 'CNAME',
      single: type === 'CNAME',
      example,
      ...(type === 'LOC' && { problem: ({ data = {} }: Content) => placeProblem(data) }),
    },
  ]),
);

/** The type as declared; undefined for unknown types, which are shown but never changed. */
export const recordType = (type: string): RecordType | undefined => recordTypes.get(type);

export const isProxiable = (type: string): boolean => recordTypes.get(type)?.proxiable ?? false;

/** The raw part of a value that a field names. */
export const part = (value: Content, field: Field): string | number | undefined =>
  field.at === 'content' ? value.content : field.at === 'priority' ? value.priority : value.data?.[field.name];

/** A value from its parts, in the order of the fields. */
export function assemble(fields: readonly Field[], parts: readonly (string | number)[]): Content {
  const value: EditableContent = {};
  fields.forEach((field, index) => {
    setPart(value, field, parts[index] ?? '');
  });
  return value;
}

/** Content under construction. */
export interface EditableContent {
  content?: string;
  priority?: number;
  data?: Record<string, string | number>;
}

export function setPart(value: EditableContent, { at, name }: Field, given: string | number): void {
  if (at === 'content') value.content = String(given);
  else if (at === 'priority') value.priority = Number(given);
  else {
    value.data ??= {};
    value.data[name] = given;
  }
}
