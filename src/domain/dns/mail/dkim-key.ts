import { readTags, repeated } from '../model/purpose.ts';
import type { Lookup } from '../model/record.ts';
import { type DkimKey, shortestRsaKey } from './mail-status.ts';

/** How receivers interpret one record at a selector. */
export type ParsedDkimKey =
  | { readonly state: 'good' | 'short'; readonly kind: string; readonly bits: number; readonly key: string }
  | { readonly state: 'revoked' }
  /** Receivers ignore it. `why` continues "The record …"; `at` says whether the key itself is broken. */
  | { readonly state: 'broken'; readonly at: 'record' | 'key'; readonly why: string };

const broken = (why: string, at: 'record' | 'key' = 'record'): ParsedDkimKey => ({ state: 'broken', at, why });

/** Parses a key record by current requirements (RFC 6376 §3.6.1, RFC 8301, RFC 8463). */
export function parseDkimKey(text: string): ParsedDkimKey {
  const tags = readTags(text);
  const value = (name: string) => tags.find((tag) => tag.name === name)?.value;
  const list = (name: string) =>
    value(name)
      ?.toLowerCase()
      .split(':')
      .map((item) => item.trim());
  const duplicate = repeated(tags);
  if (duplicate !== undefined) return broken(`has "${duplicate}=" more than once`);
  const version = value('v');
  if (version !== undefined && (version !== 'DKIM1' || tags[0]?.name !== 'v'))
    return broken('must begin with "v=DKIM1"');
  const key = value('p')?.replace(/\s+/g, '');
  if (key === undefined) return broken('has no key (p=…)');
  if (key === '') return { state: 'revoked' };
  const kind = value('k')?.toLowerCase() || 'rsa';
  if (kind !== 'rsa' && kind !== 'ed25519') return broken(`is for keys of type "${kind}", which receivers do not know`);
  const [services, hashes] = [list('s'), list('h')];
  if (services && !services.includes('email') && !services.includes('*'))
    return broken(`is not meant for mail (s=${services.join(':')})`);
  if (hashes && !hashes.includes('sha256')) return broken(`allows only outdated signatures (h=${hashes.join(':')})`);
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(key)) return broken('contains characters that no key has', 'key');
  const bits = keyBits(kind, Buffer.from(key, 'base64'));
  if (bits === undefined) return broken('has a key that cannot be read; part of it may be missing', 'key');
  return { state: kind === 'rsa' && bits < shortestRsaKey ? 'short' : 'good', kind, bits, key };
}

const keyBits = (kind: 'rsa' | 'ed25519', key: Uint8Array): number | undefined =>
  kind === 'rsa' ? rsaBits(key) : key.length === 32 ? 256 : undefined;

/** The key a receiver finds at a selector, from the TXT lookup. */
export function dkimKeyStatus(owner: Pick<DkimKey, 'selector' | 'domain'>, lookup: Lookup): DkimKey {
  if (lookup.kind !== 'found') return { ...owner, state: lookup.kind === 'missing' ? 'none' : 'unknown' };
  const parsed = parseDkimKey(lookup.values[0]?.content ?? '');
  const { state } = parsed;
  return state === 'good' || state === 'short'
    ? { ...owner, state, bits: parsed.bits, key: parsed.key }
    : { ...owner, state };
}

const [sequence, integer, bitString] = [0x30, 0x02, 0x03];

/**
 * Bits of the modulus of an RSA public key in DER, as SubjectPublicKeyInfo (RFC 5280) or RSAPublicKey (RFC 8017);
 * undefined for anything else, a key that was cut off included. node:crypto would tell too, at a hundred times the price.
 */
export function rsaBits(der: Uint8Array): number | undefined {
  const outer = read(der, sequence);
  if (!outer || outer.rest.length > 0) return undefined;
  const info = read(outer.value, sequence);
  const key = info ? rsaPublicKey(info.rest) : outer.value;
  const modulus = key && read(key, integer);
  const exponent = modulus && read(modulus.rest, integer);
  if (!exponent || exponent.rest.length > 0) return undefined;
  const digits = modulus.value[0] === 0 ? modulus.value.subarray(1) : modulus.value;
  return digits.length * 8 - Math.clz32(digits[0] ?? 0) + 24;
}

/** What is inside the bit string that follows the name of the algorithm. */
function rsaPublicKey(rest: Uint8Array): Uint8Array | undefined {
  const bits = read(rest, bitString);
  if (!bits || bits.rest.length > 0 || bits.value[0] !== 0) return undefined;
  const inner = read(bits.value.subarray(1), sequence);
  return inner && inner.rest.length === 0 ? inner.value : undefined;
}

/** One element with this tag, and what follows it; undefined when it is another or does not fit. */
function read(der: Uint8Array, tag: number): { value: Uint8Array; rest: Uint8Array } | undefined {
  if (der[0] !== tag || der[1] === undefined) return undefined;
  const bytes = der[1] < 0x80 ? 0 : der[1] & 0x7f;
  if (bytes > 3) return undefined;
  const length = bytes === 0 ? der[1] : der.subarray(2, 2 + bytes).reduce((sum, digit) => sum * 256 + digit, 0);
  const start = 2 + bytes;
  if (start + length > der.length) return undefined;
  return { value: der.subarray(start, start + length), rest: der.subarray(start + length) };
}
