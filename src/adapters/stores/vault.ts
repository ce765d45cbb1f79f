import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hkdfSync,
  randomBytes as systemRandom,
  timingSafeEqual,
} from 'node:crypto';
import { parseEncryptionKeys } from '../../lib/encryption-keys.ts';
import { AppError } from '../../lib/errors.ts';
import type { Seal, Stores, Vault } from '../../ports/stores.ts';

type RandomBytes = (size: number) => Buffer;

const cipherName = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

/** `encryptionKeys` as in ENCRYPTION_KEYS: `id:base64(32 bytes)`, comma separated; the first encrypts, all decrypt. */
export function createVault(encryptionKeys: string, randomBytes: RandomBytes = systemRandom): Vault {
  const keys = parseEncryptionKeys(encryptionKeys);
  const [currentId, currentKey] = keys.current;
  const split = (sealed: string): [id: string, text: string] => {
    const [id = '', text = ''] = sealed.split('.');
    return [id, text];
  };

  return {
    seal(teamId, field, secret) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv(cipherName, currentKey, nonce).setAAD(place(teamId, field));
      const body = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
      return `${currentId}.${Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')}`;
    },

    open(teamId, field, sealed) {
      const [id, text] = split(sealed);
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

    missingKey(sealed) {
      const [id, text] = split(sealed);
      return text === '' || keys.byId.has(id) ? undefined : id.slice(0, 32);
    },
  };
}

/** Of keys derived from those in ENCRYPTION_KEYS. */
export function createSeal(encryptionKeys: string): Seal {
  const { current, byId } = parseEncryptionKeys(encryptionKeys);
  const macKeys = new Map(
    [...byId].map(([id, key]) => [id, Buffer.from(hkdfSync('sha256', key, '', 'stored requests', 32))]),
  );
  const mac = (id: string, text: string): string | undefined => {
    const key = macKeys.get(id);
    return key && `${id}.${createHmac('sha256', key).update(text).digest('base64url')}`;
  };
  return {
    sign: (text) => mac(current[0], text) ?? '',
    isOurs(text, given) {
      const expected = mac(given.split('.', 1)[0] ?? '', text);
      return (
        expected !== undefined &&
        timingSafeEqual(createHash('sha256').update(expected).digest(), createHash('sha256').update(given).digest())
      );
    },
  };
}

/** A sentence for each key that stored secrets need and ENCRYPTION_KEYS lacks. */
export async function missingKeyWarnings(
  { teams, endpoints }: Pick<Stores, 'teams' | 'endpoints'>,
  vault: Vault,
): Promise<string[]> {
  const sealed = [
    ...(await teams.all()).flatMap(({ secrets }) => Object.values(secrets)),
    ...(await endpoints.all()).flatMap(({ secret }) => secret ?? []),
  ];
  const counts = new Map<string, number>();
  for (const id of sealed.flatMap((each) => vault.missingKey(each) ?? [])) counts.set(id, (counts.get(id) ?? 0) + 1);
  return [...counts].map(
    ([id, count]) =>
      `ENCRYPTION_KEYS lacks the key with the id "${id}", so ${count} stored secret${count === 1 ? '' : 's'} cannot be read. Add the key back, or enter ${count === 1 ? 'it' : 'them'} again in /litemail setup.`,
  );
}

/** A fresh entry for ENCRYPTION_KEYS. */
export const newEncryptionKey = (randomBytes: RandomBytes = systemRandom): string =>
  `k${randomBytes(3).toString('hex')}:${randomBytes(32).toString('base64')}`;

const place = (teamId: string, field: string): Buffer => Buffer.from(JSON.stringify([teamId, field]));
