import { keyBits } from './lint/dkim.ts';
import type { Lookup } from './lookup.ts';
import { type DkimKey, shortestRsaKey } from './mail-verdict.ts';
import { tagList } from './purpose.ts';

/** What a receiver makes of the TXT records at a selector. */
export function dkimKey(owner: Pick<DkimKey, 'selector' | 'domain'>, found: Lookup): DkimKey {
  if (found.kind !== 'found') return { ...owner, state: found.kind === 'missing' ? 'none' : 'unknown' };
  const tags = tagList(found.values[0]?.content ?? '');
  const key = tags.get('p')?.replace(/\s+/g, '');
  const kind = tags.get('k')?.toLowerCase() ?? 'rsa';
  if (key === '') return { ...owner, state: 'revoked' };
  const bits = key === undefined || wrongVersion(tags.get('v')) ? undefined : keyBits(kind, key);
  if (key === undefined || bits === undefined) return { ...owner, state: 'broken' };
  return { ...owner, state: kind === 'rsa' && bits < shortestRsaKey ? 'short' : 'good', bits, key };
}

const wrongVersion = (version: string | undefined): boolean => version !== undefined && version !== 'DKIM1';
