import { AppError } from './errors.ts';

const badKeys = (problem: string): AppError =>
  new AppError('not_configured', `ENCRYPTION_KEYS cannot be used: ${problem}.`, {
    hint: 'Write it as id:base64 of 32 random bytes, several separated by commas, the newest first.',
  });

interface EncryptionKeys {
  /** The one that encrypts. */
  readonly current: readonly [id: string, key: Buffer];
  readonly byId: ReadonlyMap<string, Buffer>;
}

/**
 * ENCRYPTION_KEYS: `id:base64(32 bytes)`, comma separated, the current one first. Throws AppError. Entries are named by
 * their place only: what looks like an id may be a key that lacks one.
 */
export function parseEncryptionKeys(text: string): EncryptionKeys {
  const keys = new Map<string, Buffer>();
  for (const [index, entry] of text.split(',').entries()) {
    const [, id, encoded] = /^\s*([A-Za-z0-9_-]{1,32}):(.*?)\s*$/.exec(entry) ?? [];
    if (id === undefined || encoded === undefined) throw badKeys(`entry ${index + 1} is not of the form id:base64`);
    if (keys.has(id)) throw badKeys(`entry ${index + 1} has the id of an earlier one`);
    keys.set(id, parseKey(encoded) ?? fail(badKeys(`the key of entry ${index + 1} is not the base64 of 32 bytes`)));
  }
  const [current] = keys;
  if (!current) throw badKeys('it is empty');
  return { current, byId: keys };
}

/** Buffer.from skips what is not base64, so the way back must give the same text. */
function parseKey(encoded: string): Buffer | undefined {
  const key = Buffer.from(encoded, 'base64');
  return key.length === 32 && key.toString('base64').replace('=', '') === encoded.replace('=', '') ? key : undefined;
}

function fail(error: Error): never {
  throw error;
}
