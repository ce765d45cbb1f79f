import type { z } from 'zod';

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

/** LiteMail's answer with all secrets removed. */
export const answer = <S extends z.ZodType>(schema: S) =>
  schema.transform((value) => withoutSecrets(value) as z.output<S>);

const isPlainObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
