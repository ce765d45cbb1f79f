import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createVault, newEncryptionKey } from '../../../src/adapters/stores/vault.ts';
import { AppError } from '../../../src/lib/errors.ts';
import { acme, nova } from '../../contracts/samples.ts';

const base64Key = () => randomBytes(32).toString('base64');
const field = 'cloudflare.credential';

function refusal(act: () => unknown): AppError {
  try {
    act();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('the vault', () => {
  it('opens what it sealed, whatever it is', () => {
    const vault = createVault(newEncryptionKey());
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), fc.string(), (secret, team, name) => {
        expect(vault.open(team, name, vault.seal(team, name, secret))).toBe(secret);
      }),
    );
  });

  it('shows nothing of the secret, and never the same sealed text twice', () => {
    const vault = createVault(newEncryptionKey());
    const sealed = vault.seal(acme, field, 'cfut_secret_secret_secret');
    expect(sealed).not.toContain('secret');
    expect(Buffer.from(sealed.split('.')[1] ?? '', 'base64url').toString('latin1')).not.toContain('secret');
    expect(vault.seal(acme, field, 'cfut_secret_secret_secret')).not.toBe(sealed);
  });

  it('does not open a sealed text that was moved to another team or field', () => {
    const vault = createVault(newEncryptionKey());
    const sealed = vault.seal(acme, field, 'secret');
    expect(refusal(() => vault.open(nova, field, sealed)).message).toContain('cannot be decrypted');
    expect(refusal(() => vault.open(acme, 'litemail.apiKey', sealed)).message).toContain('cannot be decrypted');
    const glued = vault.seal('T', '0.field', 'secret');
    expect(refusal(() => vault.open('T0', '.field', glued)).message).toContain('cannot be decrypted');
  });

  it('does not open a sealed text of which any part was changed or is missing', () => {
    const vault = createVault(newEncryptionKey());
    const sealed = vault.seal(acme, field, 'secret');
    const [id = '', text = ''] = sealed.split('.');
    for (let at = 0; at < text.length - 1; at += 1) {
      const changed = `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`;
      expect(refusal(() => vault.open(acme, field, `${id}.${changed}`)).code).toBe('not_configured');
      expect(refusal(() => vault.open(acme, field, `${id}.${text.slice(0, at)}`)).code).toBe('not_configured');
    }
    for (const nonsense of ['', '.', 'k1', `${id}.`, `.${text}`, text]) {
      expect(refusal(() => vault.open(acme, field, nonsense)).code).toBe('not_configured');
    }
  });

  it('seals with the first key and opens with any', () => {
    const [older, newer] = [`old:${base64Key()}`, `new:${base64Key()}`];
    const sealed = createVault(older).seal(acme, field, 'secret');
    const rotated = createVault(` ${newer} , ${older}\n`);
    expect(rotated.open(acme, field, sealed)).toBe('secret');
    const resealed = rotated.seal(acme, field, 'secret');
    expect(createVault(newer).open(acme, field, resealed)).toBe('secret');
    expect(refusal(() => createVault(older).open(acme, field, resealed)).hint).toContain('"new"');
  });

  it('names the key that a sealed text needs and is not there', () => {
    const [older, newer] = [`old:${base64Key()}`, `new:${base64Key()}`];
    const sealed = createVault(older).seal(acme, field, 'secret');
    expect(createVault(newer).missingKey(sealed)).toBe('old');
    expect(createVault(`${newer},${older}`).missingKey(sealed)).toBeUndefined();
    expect(createVault(newer).missingKey('not-sealed-at-all')).toBeUndefined();
  });

  it('does not open with another key of the same id', () => {
    const sealed = createVault(`k1:${base64Key()}`).seal(acme, field, 'secret');
    expect(refusal(() => createVault(`k1:${base64Key()}`).open(acme, field, sealed)).message).toContain('cannot be');
  });

  it('takes a fresh key as it is printed', () => {
    expect(newEncryptionKey()).toMatch(/^k[0-9a-f]{6}:[A-Za-z0-9+/]{43}=$/);
    expect(newEncryptionKey()).not.toBe(newEncryptionKey());
  });

  const key = base64Key();
  it.each([
    ['nothing', '', 'entry 1 is not of the form'],
    ['a key without an id', key, 'entry 1 is not of the form'],
    ['an id without a key', 'k1:', 'the key of entry 1 is not'],
    ['a comma at the end', `k1:${key},`, 'entry 2 is not of the form'],
    ['a key that is too short', `k1:${randomBytes(31).toString('base64')}`, 'the key of entry 1 is not'],
    ['a key that is too long', `k0:${key},k1:${randomBytes(33).toString('base64')}`, 'the key of entry 2 is not'],
    ['a key in hex', `k1:${randomBytes(32).toString('hex')}`, 'the key of entry 1 is not'],
    ['a key with something else in it', `k1:${key.slice(0, 9)} ${key.slice(9)}`, 'the key of entry 1 is not'],
    ['the same id twice', `k1:${key},k1:${base64Key()}`, 'entry 2 has the id of an earlier one'],
  ])('refuses %s, says which entry, and repeats no key', (_, keys, problem) => {
    const error = refusal(() => createVault(keys));
    expect(error.message).toContain(`ENCRYPTION_KEYS cannot be used: ${problem}`);
    expect(error.hint).toContain('id:base64');
    for (const part of keys.split(/[,:]/).filter((text) => text.length > 8)) {
      expect(`${error.message} ${error.hint} ${error.stack}`).not.toContain(part);
    }
  });
});
