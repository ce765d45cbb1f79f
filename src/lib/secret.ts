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
  /(passwords?|passwd|secrets?|(api|private|global|access|auth|signing|encryption)keys?|tokens?|totp|seed|credentials?|recoverycodes|backupcodes|authorization)$|^(pwd|pass|jwt|otp)$/;

const isSecretField = (name: string): boolean => secretField.test(name.toLowerCase().replace(/[^a-z0-9]/g, ''));

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

/** The values of all secret fields, and what is secret in an address: its password, and parameters that are such fields. */
export function secretsIn(value: unknown, isSecret = false): string[] {
  if (typeof value === 'string') return isSecret ? [value.trim()] : loginsIn(value);
  if (Array.isArray(value)) return value.flatMap((item) => secretsIn(item, isSecret));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, item]) => secretsIn(item, isSecret || isSecretField(name)));
}

function loginsIn(text: string): string[] {
  if (!URL.canParse(text)) return [];
  const { password, searchParams } = new URL(text);
  const parameters = [...searchParams].filter(([name]) => isSecretField(name)).map(([, value]) => value);
  return [decoded(password), ...parameters].filter((secret) => secret !== '');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
