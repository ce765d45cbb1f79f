import { createCipheriv, createDecipheriv, randomBytes as systemRandom } from 'node:crypto';
import { parseEncryptionKeys } from '../../lib/encryption-keys.ts';
import { AppError } from '../../lib/errors.ts';
import type { Vault } from '../../ports/stores.ts';

type RandomBytes = (size: number) => Buffer;

const cipherName = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

/** `encryptionKeys` as in ENCRYPTION_KEYS: `id:base64(32 bytes)`, comma separated; the first encrypts, all decrypt. */
export function createVault(encryptionKeys: string, randomBytes: RandomBytes = systemRandom): Vault {
  const keys = parseEncryptionKeys(encryptionKeys);
  const [currentId, currentKey] = keys.current;

  return {
    seal(teamId, field, secret) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv(cipherName, currentKey, nonce).setAAD(place(teamId, field));
      const body = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
      return `${currentId}.${Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')}`;
    },

    open(teamId, field, sealed) {
      const [id = '', text = ''] = sealed.split('.');
      const key = keys.byId.get(id);
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
