import { createCipheriv, createDecipheriv, randomBytes as systemRandom } from 'node:crypto';
import { AppError } from '../../lib/errors.ts';
import type { Vault } from '../../ports/stores.ts';

type RandomBytes = (size: number) => Buffer;

const cipherName = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

/** `encryptionKeys` as in ENCRYPTION_KEYS: `id:base64(32 bytes)`, comma separated; the first encrypts, all decrypt. */
export function createVault(encryptionKeys: string, randomBytes: RandomBytes = systemRandom): Vault {
  const keys = parseKeys(encryptionKeys);
  const [current] = keys;
  if (!current) throw badKeys('it is empty');
  const [currentId, currentKey] = current;

  return {
    seal(teamId, field, secret) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv(cipherName, currentKey, nonce).setAAD(place(teamId, field));
      const body = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
      return `${currentId}.${Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')}`;
    },

    open(teamId, field, sealed) {
      const [id = '', text = ''] = sealed.split('.');
      const key = keys.get(id);
      if (!key) {
        throw new AppError(
          'not_configured',
          'A stored secret was encrypted with a key that is not in ENCRYPTION_KEYS.',
          {
            hint: `Add the key with the id "${id.slice(0, 32)}" back to ENCRYPTION_KEYS, or enter the secret again.`,
          },
        );
      }
      try {
        const bytes = Buffer.from(text, 'base64url');
        const decipher = createDecipheriv(cipherName, key, bytes.subarray(0, nonceBytes), { authTagLength: tagBytes })
          .setAAD(place(teamId, field))
          .setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
        const body = bytes.subarray(nonceBytes + tagBytes);
        return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
      } catch {
        throw new AppError(
          'not_configured',
          'A stored secret cannot be decrypted: it or its key was changed, or it was moved.',
          {
            hint: 'Enter the secret again.',
          },
        );
      }
    },
  };
}

/** A fresh entry for ENCRYPTION_KEYS. */
export const newEncryptionKey = (randomBytes: RandomBytes = systemRandom): string =>
  `k${randomBytes(3).toString('hex')}:${randomBytes(32).toString('base64')}`;

const place = (teamId: string, field: string): Buffer => Buffer.from(JSON.stringify([teamId, field]));

const badKeys = (problem: string): AppError =>
  new AppError('not_configured', `ENCRYPTION_KEYS cannot be used: ${problem}.`, {
    hint: 'Write it as id:base64 of 32 random bytes, several separated by commas, the newest first.',
  });

/** Entries are named by their place only: what looks like an id may be a key that lacks one. */
function parseKeys(text: string): ReadonlyMap<string, Buffer> {
  const keys = new Map<string, Buffer>();
  for (const [index, entry] of text.split(',').entries()) {
    const [, id, encoded] = /^\s*([A-Za-z0-9_-]{1,32}):(.*?)\s*$/.exec(entry) ?? [];
    if (id === undefined || encoded === undefined) throw badKeys(`entry ${index + 1} is not of the form id:base64`);
    if (keys.has(id)) throw badKeys(`entry ${index + 1} has the id of an earlier one`);
    keys.set(id, parseKey(encoded) ?? fail(badKeys(`the key of entry ${index + 1} is not the base64 of 32 bytes`)));
  }
  return keys;
}

/** Buffer.from skips what is not base64, so the way back must give the same text. */
function parseKey(encoded: string): Buffer | undefined {
  const key = Buffer.from(encoded, 'base64');
  return key.length === 32 && key.toString('base64').replace('=', '') === encoded.replace('=', '') ? key : undefined;
}

function fail(error: Error): never {
  throw error;
}
