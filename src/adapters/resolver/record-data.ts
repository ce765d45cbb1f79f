import type { Answer } from 'dns-packet';
import { normaliseName } from '../../domain/dns/model/name.ts';
import { normaliseValue } from '../../domain/dns/model/normalise.ts';
import type { RecordValue } from '../../domain/dns/model/record.ts';
import { decodeTxt } from '../../domain/dns/model/txt.ts';
import { svcbData } from './svcb-data.ts';

/** Types that dns-packet has no name for, by number; it gives their data as bytes. */
const unnamed: Readonly<Record<string, number>> = { SMIMEA: 53, OPENPGPKEY: 61, SVCB: 64, HTTPS: 65, URI: 256 };
const named = new Map(Object.entries(unnamed).map(([type, number]) => [`UNKNOWN_${number}`, type]));

/** A type as dns-packet calls it, and back. */
export const wireType = (type: string): string => (unnamed[type] ? `UNKNOWN_${unnamed[type]}` : type);
export const typeOf = (wire: string): string => named.get(wire) ?? wire;

type Raw = Omit<RecordValue, 'ttl'>;
// Each type has its own shape; a packet that does not fit throws and is not believed.
// biome-ignore lint/suspicious/noExplicitAny: dns-packet's types do not know all that it decodes
type Rdata = any;

const content = (data: Rdata): Raw => ({ content: String(data) });
const hex = (bytes: Buffer): string => bytes.toString('hex');

const association = (bytes: Buffer): Raw => ({
  data: {
    usage: bytes.readUInt8(0),
    selector: bytes.readUInt8(1),
    matching_type: bytes.readUInt8(2),
    certificate: hex(bytes.subarray(3)),
  },
});

const readers: Readonly<Record<string, (data: Rdata) => Raw>> = {
  A: content,
  AAAA: content,
  CNAME: content,
  NS: content,
  PTR: content,
  MX: ({ preference = 0, exchange }) => ({ priority: preference, content: exchange }),
  TXT: (strings) => ({ content: txtOf(strings) }),
  CAA: ({ flags, tag, value }) => ({ data: { flags, tag, value } }),
  CERT: (bytes: Buffer) => ({
    data: {
      type: bytes.readUInt16BE(0),
      key_tag: bytes.readUInt16BE(2),
      algorithm: bytes.readUInt8(4),
      certificate: bytes.toString('base64', 5),
    },
  }),
  DNSKEY: ({ flags, algorithm, key }) => ({
    data: { flags, protocol: 3, algorithm, public_key: key.toString('base64') },
  }),
  DS: ({ keyTag, algorithm, digestType, digest }) => ({
    data: { key_tag: keyTag, algorithm, digest_type: digestType, digest: hex(digest) },
  }),
  HTTPS: svcbData,
  NAPTR: ({ order, preference, flags, services, regexp, replacement }) => ({
    data: { order, preference, flags, service: services, regex: regexp, replacement },
  }),
  OPENPGPKEY: (bytes: Buffer) => ({ content: bytes.toString('base64') }),
  SMIMEA: association,
  SOA: ({ mname, rname, serial, refresh, retry, expire, minimum }) => ({
    data: { mname: normaliseName(mname), rname: normaliseName(rname), serial, refresh, retry, expire, minimum },
  }),
  SRV: ({ priority, weight, port, target }) => ({ data: { priority, weight, port, target } }),
  SSHFP: ({ algorithm, hash, fingerprint }) => ({ data: { algorithm, type: hash, fingerprint } }),
  SVCB: svcbData,
  TLSA: ({ usage, selector, matchingType, certificate }) => ({
    data: { usage, selector, matching_type: matchingType, certificate: hex(certificate) },
  }),
  URI: (bytes: Buffer) => ({
    priority: bytes.readUInt16BE(0),
    data: { weight: bytes.readUInt16BE(2), target: bytes.toString('utf8', 4) },
  }),
};

/** A record of an answer in our normal form; a type that we do not know as RFC 3597 writes it. Throws for broken data. */
export function recordValue(answer: Answer): RecordValue {
  const type = typeOf(answer.type);
  const { ttl = 0, data } = answer as { ttl?: number; data: Rdata };
  const read = readers[type];
  if (read) return normaliseValue(type, { ...read(data), ttl });
  return { content: Buffer.isBuffer(data) ? `\\# ${data.length} ${hex(data)}` : JSON.stringify(data), ttl };
}

/** The strings of a TXT record as one text, bytes that are no text escaped as in a zone file. */
function txtOf(strings: Buffer | readonly Buffer[]): string {
  const escaped = [strings]
    .flat()
    .map((bytes) => [...bytes].map((byte) => `\\${String(byte).padStart(3, '0')}`).join(''));
  return decodeTxt(`"${escaped.join('')}"`);
}
