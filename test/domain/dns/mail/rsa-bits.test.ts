import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rsaBits } from '../../../../src/domain/dns/mail/dkim-key.ts';

const key = (modulusLength: number, type: 'spki' | 'pkcs1'): Buffer =>
  generateKeyPairSync('rsa', { modulusLength }).publicKey.export({ format: 'der', type });

describe('the length of an RSA key', () => {
  it.each([512, 768, 1000, 1024, 2048, 4096])('is read from both forms: %i bits', (bits) => {
    expect(rsaBits(key(bits, 'spki'))).toBe(bits);
    expect(rsaBits(key(bits, 'pkcs1'))).toBe(bits);
  });

  it('is unknown for a key that is cut off, has something behind it, or is of another kind', () => {
    const der = key(1024, 'spki');
    for (let length = 0; length < der.length; length++) expect(rsaBits(der.subarray(0, length))).toBeUndefined();
    expect(rsaBits(Buffer.concat([der, Buffer.from([0])]))).toBeUndefined();
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
    expect(rsaBits(publicKey.export({ format: 'der', type: 'spki' }))).toBeUndefined();
  });

  it('never fails on bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => void rsaBits(bytes)));
  });
});
