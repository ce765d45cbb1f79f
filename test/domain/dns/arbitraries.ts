import fc from 'fast-check';
import { normaliseValue } from '../../../src/domain/dns/model/normalise.ts';
import type { RecordSet, RecordValue } from '../../../src/domain/dns/model/record.ts';
import type { Content } from '../../../src/domain/dns/model/types.ts';

const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?$/);
export const hostname = fc
  .array(label, { minLength: 2, maxLength: 4 })
  .map((labels) => labels.join('.').concat('.net'));
const target = fc.oneof({ weight: 9, arbitrary: hostname }, fc.constant('.'));
const byte = fc.integer({ min: 0, max: 255 });
const word = fc.integer({ min: 0, max: 65_535 });
const hex = fc.uint8Array({ minLength: 1, maxLength: 40 }).map((bytes) => Buffer.from(bytes).toString('hex'));
const base64 = fc.uint8Array({ minLength: 1, maxLength: 60 }).map((bytes) => Buffer.from(bytes).toString('base64'));
const text = fc.oneof(fc.string({ maxLength: 300 }), fc.string({ unit: 'binary', maxLength: 40 }));
const cents = (max: number) => fc.integer({ min: 0, max: max * 100 }).map((value) => value / 100);
const seconds = fc.integer({ min: 0, max: 59_999 }).map((value) => value / 1000);
const parameters = fc
  .uniqueArray(
    fc.constantFrom(
      'alpn="h3,h2"',
      'no-default-alpn',
      'port="8443"',
      'ipv4hint="192.0.2.1,192.0.2.2"',
      'ipv6hint="2001:db8::1"',
      'ech="AEn+DQ=="',
      'key667="“hello”; \\"you\\" \\000"',
      'mandatory="port,alpn"',
    ),
  )
  .map((all) => all.join(' '));

const content = (arbitrary: fc.Arbitrary<string>) => arbitrary.map((value): Content => ({ content: value }));
const data = (parts: Record<string, fc.Arbitrary<string | number>>) =>
  fc.record(parts).map((value): Content => ({ data: value as Record<string, string | number> }));
const association = data({ usage: byte, selector: byte, matching_type: byte, certificate: hex });
const service = data({ priority: word, target, value: parameters });

/** A value of each writable type, not yet in normal form. */
export const contents: Readonly<Record<string, fc.Arbitrary<Content>>> = {
  A: content(fc.ipV4()),
  AAAA: content(fc.ipV6()),
  CAA: data({ flags: byte, tag: fc.constantFrom('issue', 'issuewild', 'iodef', 'Issue'), value: text }),
  CERT: data({ type: word, key_tag: word, algorithm: byte, certificate: base64 }),
  CNAME: content(hostname),
  DNSKEY: data({ flags: word, protocol: byte, algorithm: byte, public_key: base64 }),
  DS: data({ key_tag: word, algorithm: byte, digest_type: byte, digest: hex }),
  HTTPS: service,
  // Beyond 90 and 180 degrees there is no place.
  LOC: data({
    lat_degrees: fc.integer({ min: 0, max: 89 }),
    lat_minutes: fc.integer({ min: 0, max: 59 }),
    lat_seconds: seconds,
    lat_direction: fc.constantFrom('N', 'S'),
    long_degrees: fc.integer({ min: 0, max: 179 }),
    long_minutes: fc.integer({ min: 0, max: 59 }),
    long_seconds: seconds,
    long_direction: fc.constantFrom('E', 'W'),
    altitude: cents(10_000),
    size: cents(1000),
    precision_horz: cents(10_000),
    precision_vert: cents(100),
  }),
  MX: fc.record({ priority: word, content: target }),
  NAPTR: data({
    order: word,
    preference: word,
    flags: fc.constantFrom('S', 'A', 'U', ''),
    service: text,
    regex: text,
    replacement: target,
  }),
  NS: content(hostname),
  OPENPGPKEY: content(base64),
  PTR: content(hostname),
  SMIMEA: association,
  SRV: data({ priority: word, weight: word, port: word, target }),
  SSHFP: data({ algorithm: byte, type: byte, fingerprint: hex }),
  SVCB: service,
  TLSA: association,
  TXT: content(text.filter((value) => value !== '')),
  URI: fc.record({ priority: word, data: fc.record({ weight: word, target: text }) }),
};

export const types = Object.keys(contents);

const attributes = fc.record(
  {
    ttl: fc.constantFrom(1, 60, 300, 3600),
    proxied: fc.boolean(),
    comment: fc.constantFrom('', 'by hand', ' spaced '),
    tags: fc.subarray(['Team:mail', 'env:Prod', 'a:']),
  },
  { requiredKeys: ['ttl'] },
);

/** A value in normal form, without an id. */
export const rowOf = (type: string): fc.Arbitrary<RecordValue> =>
  fc
    .tuple(contents[type] ?? fc.constant({}), attributes)
    .map(([value, rest]) => normaliseValue(type, { ...value, ...rest }));

const typed = fc.constantFrom(...types);
export const typedValue = typed.chain((type) => fc.tuple(fc.constant(type), rowOf(type)));

const unique = (values: RecordValue[], key: (value: RecordValue) => string): RecordValue[] => [
  ...new Map(values.map((value) => [key(value), value])).values(),
];

/** A zone: at most one set per name and type, no duplicate values, CNAME alone among addresses; ids `r1`, `r2` … */
export const zoneOf = (zone: string, maxSets = 8): fc.Arbitrary<RecordSet[]> =>
  fc
    .array(
      fc.tuple(fc.constantFrom('@', 'www', 'mail', '_dmarc', 's1._domainkey', '*'), typed).chain(([label, type]) =>
        fc.record({
          name: fc.constant(label === '@' ? zone : `${label}.${zone}`),
          type: fc.constant(type),
          values: fc.array(rowOf(type), { minLength: 1, maxLength: type === 'CNAME' ? 1 : 4 }),
        }),
      ),
      { maxLength: maxSets },
    )
    .map((sets) => {
      const seen = new Map<string, RecordSet>();
      let next = 1;
      for (const set of sets) {
        const clash = (type: string) => seen.has(`${set.name} ${type}`);
        if (clash(set.type) || (set.type === 'CNAME' ? clash('A') || clash('AAAA') : false)) continue;
        if ((set.type === 'A' || set.type === 'AAAA') && clash('CNAME')) continue;
        const values = unique(set.values, (value) => JSON.stringify([value.content, value.data, value.priority]));
        seen.set(`${set.name} ${set.type}`, {
          ...set,
          values: values.map((value) => ({ id: `r${next++}`, ...value })),
        });
      }
      return [...seen.values()];
    });
