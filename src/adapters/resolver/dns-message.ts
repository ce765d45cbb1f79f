import { randomInt } from 'node:crypto';
import { type Answer, type DecodedPacket, decode, encode, type Packet, RECURSION_DESIRED } from 'dns-packet';
import { normaliseName } from '../../domain/dns/model/name.ts';
import type { RecordValue } from '../../domain/dns/model/record.ts';
import { recordValue, typeOf, wireType } from './record-data.ts';

/** What a server said. `refused`: it would not or could not answer. */
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
          reply.flag_qr && reply.id === id && asked?.type === wire && normaliseName(asked.name) === normaliseName(name);
        return ours ? read(reply, normaliseName(name), type) : undefined;
      } catch {
        const ours = message.length > 3 && message.readUInt16BE(0) === id && message.readUInt8(2) >= 0x80;
        return ours ? { kind: 'refused', why: 'its answer cannot be read' } : undefined;
      }
    },
  };
}

function read(reply: DecodedPacket & { readonly rcode: string }, name: string, type: string): Reply {
  if (reply.flag_tc) return { kind: 'truncated' };
  if (reply.rcode !== 'NOERROR' && reply.rcode !== 'NXDOMAIN')
    return { kind: 'refused', why: refusal(reply.rcode), code: reply.rcode };
  const answers = reply.answers ?? [];
  const owner = type === 'CNAME' ? name : followed(name, answers);
  const values = answers
    .filter((answer) => typeOf(answer.type) === type && normaliseName(answer.name) === owner)
    .map(recordValue);
  if (values.length > 0) return { kind: 'found', values };
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
      answer.type === 'CNAME' ? [[normaliseName(answer.name), normaliseName(String(answer.data))] as const] : [],
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
