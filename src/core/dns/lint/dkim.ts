import { displayName } from '../name.ts';
import { dkimOwner, tagList } from '../purpose.ts';
import { rsaBits } from './rsa-bits.ts';
import type { Found, Rule, ZoneView } from './rule.ts';

function* keys(
  zone: ZoneView,
): Generator<{ found: Omit<Found, 'text'>; of: string; text: string; tags: Map<string, string>; count: number }> {
  for (const set of zone.ofType('TXT')) {
    const owner = dkimOwner(set.name);
    if (!owner) continue;
    const of = `selector ${owner.selector} of ${displayName(owner.domain)}`;
    for (const { content = '' } of set.values)
      yield {
        found: { name: set.name, type: 'TXT' },
        of,
        text: content,
        tags: tagList(content),
        count: set.values.length,
      };
  }
}

export const dkimKey: Rule = {
  id: 'dkim-key',
  severity: 'error',
  source: 'RFC 6376 §3.6.1, RFC 8301 §3.2, RFC 8463',
  summary: 'A DKIM key that is broken or too short',
  *check(zone) {
    for (const { found, of, tags } of keys(zone)) {
      const key = tags.get('p');
      const kind = tags.get('k')?.toLowerCase() ?? 'rsa';
      if (key === '')
        yield {
          ...found,
          severity: 'advice',
          text: `The DKIM key with ${of} is revoked: signatures made with it fail.`,
        };
      if (!key) continue;
      const bits = keyBits(kind, key);
      if (bits === undefined)
        yield {
          ...found,
          text: `The DKIM key with ${of} cannot be read; perhaps a part of it is missing. Signatures made with it fail.`,
          fix: { text: 'Copy the whole key once more from the mail service.' },
        };
      else if (kind === 'rsa' && bits < 1024)
        yield {
          ...found,
          text: `The DKIM key with ${of} has ${bits} bits; receivers refuse keys below 1024.`,
          fix: { text: 'Make a key of 2048 bits at the mail service.' },
        };
      else if (kind === 'rsa' && bits < 2048)
        yield {
          ...found,
          severity: 'warning',
          text: `The DKIM key with ${of} has ${bits} bits; 2048 are the rule today.`,
          fix: { text: 'Make a key of 2048 bits at the mail service.' },
        };
    }
  },
};

/** Bits of a public key in base64; undefined for what is no key of this kind. */
export function keyBits(kind: string, base64: string): number | undefined {
  const der = Buffer.from(base64, 'base64');
  return kind === 'ed25519' ? (der.length === 32 ? 256 : undefined) : rsaBits(der);
}

export const dkimRecord: Rule = {
  id: 'dkim-record',
  severity: 'error',
  source: 'RFC 6376 §3.6.1, §3.6.2.2',
  summary: 'A DKIM record that receivers cannot use',
  *check(zone) {
    for (const { found, of, text, tags, count } of keys(zone)) {
      const version = tags.get('v');
      const hashes = tags.get('h')?.toLowerCase().split(':');
      if (count > 1)
        yield {
          ...found,
          text: `There are ${count} text records for ${of}; receivers may take any of them, so signatures may fail.`,
          fix: { text: 'Keep one.' },
        };
      if (version !== undefined && (version !== 'DKIM1' || !/^\s*v\s*=/i.test(text)))
        yield { ...found, text: `The record for ${of} must begin with "v=DKIM1"; receivers ignore it as it is.` };
      else if (!tags.has('p'))
        yield { ...found, text: `The record for ${of} holds no key (p=…), so no signature can be checked.` };
      if (hashes && !hashes.includes('sha256'))
        yield {
          ...found,
          text: `The record for ${of} only allows outdated signatures (${hashes.join(', ')}); receivers refuse them.`,
        };
      if (tags.get('t')?.toLowerCase().split(':').includes('y'))
        yield {
          ...found,
          severity: 'advice',
          text: `The record for ${of} is marked as a test (t=y): receivers treat its mail as unsigned when in doubt.`,
          fix: { text: 'Remove t=y when the tests are done.' },
        };
    }
  },
};
