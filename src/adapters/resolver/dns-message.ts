import { randomInt } from 'node:crypto';
import { type Answer, type DecodedPacket, decode, encode, type Packet, RECURSION_DESIRED } from 'dns-packet';
import { serviceKeyName } from '../../domain/dns/model/field-types.ts';
import { normaliseName } from '../../domain/dns/model/name.ts';
import type { RecordValue } from '../../domain/dns/model/record.ts';

const plainName = /^[a-z0-9_*.-]*[a-z0-9_*-]$/i;

/** A name in normal form; nearly all have to be put in lower case at most. */
export const wireName = (name: string): string => (plainName.test(name) ? name.toLowerCase() : normaliseName(name));

/** What a server said; values are not in normal form yet. `refused`: it would not or could not answer. */
export type Reply =
  | { readonly kind: 'found'; readonly values: readonly RecordValue[] }
  | { readonly kind: 'missing'; readonly exists: boolean; readonly authoritative: boolean }
  /** The name is an alias and the server does not say what is at its target. */
  | { readonly kind: 'alias'; readonly target: string }
  | { readonly kind: 'refused'; readonly why: string; readonly code?: string }
  | { readonly kind: 'truncated' };

interface Asked {
  readonly query: Buffer;
  /** Reads a reply to exactly this query; undefined for anything else. */
  accept(message: Buffer): Reply | undefined;
}

/** Largest answer that travels whole everywhere (DNS flag day 2020). */
const largestDatagram = 1232;

const edns: Answer = {
  type: 'OPT',
  name: '.',
  udpPayloadSize: largestDatagram,
  extendedRcode: 0,
  ednsVersion: 0,
  flags: 0,
  flag_do: false,
  options: [],
};

/** `extended`: with EDNS, which a few old servers do not understand. */
export function question(
  name: string,
  type: string,
  { recursion, extended = true }: { readonly recursion: boolean; readonly extended?: boolean },
): Asked {
  const id = randomInt(0x10000);
  const wire = wireType(type);
  const packet: Packet = {
    type: 'query',
    id,
    flags: recursion ? RECURSION_DESIRED : 0,
    questions: [{ name, type: wire as Answer['type'] }],
    additionals: extended ? [edns] : [],
  };
  return {
    query: encode(packet),
    accept(message) {
      try {
        const reply = decode(message) as DecodedPacket & { readonly rcode: string };
        const [asked] = reply.questions ?? [];
        const ours =
          reply.flag_qr && reply.id === id && asked?.type === wire && wireName(asked.name) === wireName(name);
        return ours ? readReply(reply, wireName(name), type) : undefined;
      } catch {
        const ours = message.length > 3 && message.readUInt16BE(0) === id && message.readUInt8(2) >= 0x80;
        return ours ? { kind: 'refused', why: 'its answer cannot be read' } : undefined;
      }
    },
  };
}

function readReply(reply: DecodedPacket & { readonly rcode: string }, name: string, type: string): Reply {
  if (reply.flag_tc) return { kind: 'truncated' };
  if (reply.rcode !== 'NOERROR' && reply.rcode !== 'NXDOMAIN')
    return { kind: 'refused', why: refusal(reply.rcode), code: reply.rcode };
  const answers = reply.answers ?? [];
  const owner = type === 'CNAME' ? name : followed(name, answers);
  const own = answers.filter((answer) => typeOf(answer.type) === type && wireName(answer.name) === owner);
  if (own.length > 0) return { kind: 'found', values: own.map(rawValue) };
  const soa = reply.authorities?.some((authority) => authority.type === 'SOA') ?? false;
  if (reply.rcode === 'NOERROR' && owner !== name && !soa) return { kind: 'alias', target: owner };
  const referral = !soa && !reply.flag_aa && reply.authorities?.some((authority) => authority.type === 'NS');
  if (referral && reply.rcode === 'NOERROR') return { kind: 'refused', why: 'it only names other servers' };
  return { kind: 'missing', exists: reply.rcode === 'NOERROR', authoritative: reply.flag_aa };
}

const refusal = (code: string): string =>
  code === 'SERVFAIL'
    ? 'it could not find out (SERVFAIL)'
    : code === 'REFUSED'
      ? 'it does not answer us (REFUSED)'
      : `it answered ${code}`;

/** The name at the end of the chain of aliases in an answer. */
function followed(name: string, answers: readonly Answer[]): string {
  const aliases = new Map(
    answers.flatMap((answer) =>
      answer.type === 'CNAME' ? [[wireName(answer.name), wireName(String(answer.data))] as const] : [],
    ),
  );
  const seen = new Set<string>();
  let owner = name;
  for (let target = aliases.get(owner); target !== undefined && !seen.has(target); target = aliases.get(owner)) {
    seen.add(target);
    owner = target;
  }
  return owner;
}

/** Types that dns-packet has no name for, by number; it gives their data as bytes. */
const unnamed: Readonly<Record<string, number>> = { SMIMEA: 53, OPENPGPKEY: 61, SVCB: 64, HTTPS: 65, URI: 256 };
const named = new Map(Object.entries(unnamed).map(([type, number]) => [`UNKNOWN_${number}`, type]));

/** A type as dns-packet calls it, and back. */
const wireType = (type: string): string => (unnamed[type] ? `UNKNOWN_${unnamed[type]}` : type);
const typeOf = (wire: string): string => named.get(wire) ?? wire;

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
    data: { mname: wireName(mname), rname: wireName(rname), serial, refresh, retry, expire, minimum },
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

/** A type that we do not know as RFC 3597 writes it. Throws for broken data. */
function rawValue(answer: Answer): RecordValue {
  const { ttl = 0, data } = answer as { ttl?: number; data: Rdata };
  const read = readers[typeOf(answer.type)];
  if (read) return { ...read(data), ttl };
  return { content: Buffer.isBuffer(data) ? `\\# ${data.length} ${hex(data)}` : JSON.stringify(data), ttl };
}

/** The strings of a TXT record as one, all bytes escaped as in a zone file. */
function txtOf(strings: Buffer | readonly Buffer[]): string {
  const escaped = [strings]
    .flat()
    .map((bytes) => [...bytes].map((byte) => `\\${String(byte).padStart(3, '0')}`).join(''));
  return `"${escaped.join('')}"`;
}

/** The data of HTTPS and SVCB records (RFC 9460 §2.2). */
function svcbData(bytes: Buffer): Pick<RecordValue, 'data'> {
  const labels: string[] = [];
  let at = 2;
  for (let length = bytes.readUInt8(at++); length > 0; length = bytes.readUInt8(at++)) {
    labels.push(bytes.toString('latin1', at, at + length));
    at += length;
  }
  const parameters: string[] = [];
  while (at < bytes.length) {
    const [key, length] = [bytes.readUInt16BE(at), bytes.readUInt16BE(at + 2)];
    at += 4;
    if (at + length > bytes.length) throw new RangeError('a parameter is cut off');
    parameters.push(parameter(key, bytes.subarray(at, at + length)));
    at += length;
  }
  return {
    data: {
      priority: bytes.readUInt16BE(0),
      target: labels.length === 0 ? '.' : labels.join('.'),
      value: parameters.join(' '),
    },
  };
}

function parameter(key: number, value: Buffer): string {
  const name = serviceKeyName(key);
  if (value.length === 0) return name;
  const text = (serviceReaders[name] ?? escaped)(value);
  return `${name}="${text}"`;
}

const serviceReaders: Readonly<Record<string, (value: Buffer) => string>> = {
  mandatory: (value) => pairs(value).map(serviceKeyName).join(','),
  alpn(value) {
    const names: string[] = [];
    for (let at = 0; at < value.length; at += 1 + value.readUInt8(at))
      names.push(escaped(value.subarray(at + 1, at + 1 + value.readUInt8(at))));
    return names.join(',');
  },
  port: (value) => String(value.readUInt16BE(0)),
  ipv4hint: (value) =>
    chunks(value, 4)
      .map((part) => [...part].join('.'))
      .join(','),
  ipv6hint: (value) =>
    chunks(value, 16)
      .map((part) =>
        pairs(part)
          .map((pair) => pair.toString(16))
          .join(':'),
      )
      .join(','),
  ech: (value) => value.toString('base64'),
};

const chunks = (value: Buffer, size: number): Buffer[] =>
  Array.from({ length: Math.floor(value.length / size) }, (_, index) =>
    value.subarray(index * size, (index + 1) * size),
  );
const pairs = (value: Buffer): number[] => chunks(value, 2).map((pair) => pair.readUInt16BE(0));

const escaped = (value: Buffer): string =>
  [...value]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      if (character === '"' || character === '\\') return `\\${character}`;
      return byte >= 0x20 && byte < 0x7f ? character : `\\${String(byte).padStart(3, '0')}`;
    })
    .join('');
