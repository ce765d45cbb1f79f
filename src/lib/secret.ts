import { inspect } from 'node:util';

/** What stands in the place of a secret wherever one is left out. */
export const SECRET_MASK = '[secret]';

/** A secret that somebody must be able to use once: it shows itself to `reveal` only, never to JSON, logs or templates. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return SECRET_MASK;
  }

  toJSON(): string {
    return SECRET_MASK;
  }

  [inspect.custom](): string {
    return SECRET_MASK;
  }
}

/** Compared without case and punctuation: `apiKey`, `api_key`, `x-api-key`, `appPassword`, `totpSecret`. */
const secretField =
  /(passwords?|passwd|secrets?|apikey|privatekey|globalkey|tokens?|totp|seed|credentials?|recoverycodes|backupcodes|authorization)$|^(pwd|pass|jwt|otp)$/;

export const isSecretField = (name: string): boolean => secretField.test(name.toLowerCase().replace(/[^a-z0-9]/g, ''));

/** A copy without any field that could be used to log in somewhere, however deep. Flags such as `hasCredentials` stay. */
export function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name, item]) => item == null || typeof item === 'boolean' || !isSecretField(name))
      .map(([name, item]) => [name, withoutSecrets(item)]),
  );
}

const isPlainObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
