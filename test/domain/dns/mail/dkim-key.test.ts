import { generateKeyPairSync } from 'node:crypto';
// @ts-expect-error mailauth declares no types for it
import { getPublicKey } from 'mailauth/lib/tools.js';
import { describe, expect, it } from 'vitest';
import { dkimKeyStatus, parseDkimKey } from '../../../../src/domain/dns/mail/dkim-key.ts';
import { dkimOwner } from '../../../../src/domain/dns/model/purpose.ts';

const rsa = (modulusLength: number, type: 'spki' | 'pkcs1' = 'spki'): string =>
  generateKeyPairSync('rsa', { modulusLength }).publicKey.export({ format: 'der', type }).toString('base64');
const [good, bare, short, tiny] = [rsa(2048), rsa(2048, 'pkcs1'), rsa(1024), rsa(512)];
const ed25519 = '11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=';

/** Whether mailauth, strict, can check a signature with SHA-256 by this record. */
async function usable(record: string): Promise<boolean> {
  try {
    const resolver = async () => [[record]];
    return Boolean(
      await getPublicKey('DKIM', 'x._domainkey.y.net', 1024, resolver, { strict: true, hashAlgo: 'sha256' }),
    );
  } catch {
    return false;
  }
}

describe('a DKIM record is usable for us when it is for a receiver', () => {
  it.each<[about: string, record: string, state: string, why?: string]>([
    ['a key of 2048 bits', `v=DKIM1; k=rsa; p=${good}`, 'good'],
    ['a key of 1024 bits', `v=DKIM1; p=${short}`, 'good'],
    ['the older form, without a version', `p=${bare}`, 'good'],
    ['Ed25519', `v=DKIM1; k=ed25519; p=${ed25519}`, 'good'],
    ['spaces in the key and around', ` v = DKIM1 ; p = ${good.slice(0, 50)} ${good.slice(50)} ;`, 'good'],
    ['for mail, SHA-256 among others', `v=DKIM1; s=tlsrpt:email; h=sha1:sha256; t=s; n=note; p=${good}`, 'good'],
    ['for everything', `v=DKIM1; s=*; p=${good}`, 'good'],
    ['512 bits', `v=DKIM1; p=${tiny}`, 'short'],
    ['revoked', 'v=DKIM1; p=', 'revoked'],
    ['no key', 'v=DKIM1; k=rsa', 'broken', 'no key'],
    ['another text', 'hello', 'broken', 'no key'],
    ['an unknown kind', `v=DKIM1; k=dsa; p=${good}`, 'broken', '"dsa"'],
    ['Ed25519 said to be RSA', `v=DKIM1; k=rsa; p=${ed25519}`, 'broken', 'cannot be read'],
    ['RSA said to be Ed25519', `v=DKIM1; k=ed25519; p=${good}`, 'broken', 'cannot be read'],
    ['not for mail', `v=DKIM1; s=tlsrpt; p=${good}`, 'broken', 'not meant for mail'],
    ['only SHA-1', `v=DKIM1; h=sha1; p=${good}`, 'broken', 'outdated'],
    ['the version not first', `k=rsa; v=DKIM1; p=${good}`, 'broken', 'begin with'],
    ['another version', `v=DKIM2; p=${good}`, 'broken', 'begin with'],
    ['the version in small letters', `v=dkim1; p=${good}`, 'broken', 'begin with'],
    ['two keys', `v=DKIM1; p=${good}; p=${good}`, 'broken', '"p="'],
    ['characters that are no Base64', `v=DKIM1; p=${good.slice(0, 40)}\\${good.slice(40)}`, 'broken', 'characters'],
    ['quotes left over in the key', `v=DKIM1; p=${good.slice(0, 40)}" "${good.slice(40)}`, 'broken', 'characters'],
    ['a key cut off', `v=DKIM1; p=${good.slice(0, 200)}`, 'broken', 'cannot be read'],
  ])('%s', async (_, record, state, why) => {
    const reading = parseDkimKey(record);
    expect(reading.state).toBe(state);
    if (why) expect(reading).toMatchObject({ why: expect.stringContaining(why) });
    expect(await usable(record)).toBe(state === 'good');
  });
});

it('a record that receivers ignore counts as no key in a verdict', () => {
  const found = { kind: 'found' as const, values: [{ content: `v=DKIM1; h=sha1; p=${good}`, ttl: 1 }] };
  expect(dkimKeyStatus({ selector: 's', domain: 'y.net' }, found).state).toBe('broken');
});

it('a signing policy beside the keys is none of them', () => {
  expect(dkimOwner('_adsp._domainkey.y.net')).toBeUndefined();
  expect(dkimOwner('a.b._domainkey.y.net')).toEqual({ selector: 'a.b', domain: 'y.net' });
});
