import { rsaBits } from '../lint/rsa-bits.ts';
import type { Lookup } from '../model/lookup.ts';
import { readTags, repeated } from '../model/tag-list.ts';
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
      .split(/\s*:\s*/);
  const duplicate = repeated(tags);
  if (duplicate !== undefined) return broken(`has "${duplicate}=" more than once`);
  const version = value('v');
  if (version !== undefined && (version !== 'DKIM1' || tags[0]?.name !== 'v'))
    return broken('must begin with "v=DKIM1"');
  const key = value('p')?.replace(/\s+/g, '');
  if (key === undefined) return broken('holds no key (p=…)');
  if (key === '') return { state: 'revoked' };
  const kind = value('k')?.toLowerCase() || 'rsa';
  if (kind !== 'rsa' && kind !== 'ed25519')
    return broken(`is for keys of the kind "${kind}", which receivers do not know`);
  const [services, hashes] = [list('s'), list('h')];
  if (services && !services.includes('email') && !services.includes('*'))
    return broken(`is not meant for mail (s=${services.join(':')})`);
  if (hashes && !hashes.includes('sha256')) return broken(`allows only outdated signatures (h=${hashes.join(':')})`);
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(key)) return broken('holds characters that no key has', 'key');
  const bits = keyBits(kind, Buffer.from(key, 'base64'));
  if (bits === undefined) return broken('holds a key that cannot be read; perhaps a part of it is missing', 'key');
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
