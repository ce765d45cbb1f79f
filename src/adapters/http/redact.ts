import { isSecretField } from '../litemail/operations/without-secrets.ts';

const cloudflareSecret = /\bcf(?:k|ut|at|oat)_[A-Za-z0-9_-]+/g;

/** Returns a function that redacts the given secrets, and anything that looks like a Cloudflare one, in a text. */
export function redactor(secrets: readonly string[]): (text: string) => string {
  const known = secrets.filter((secret) => secret.length >= 4).sort((a, b) => b.length - a.length);
  return (text) =>
    known.reduce((rest, secret) => rest.replaceAll(secret, '[secret]'), text).replace(cloudflareSecret, '[secret]');
}

/** The values of all secret fields in what is sent, so that an answer that quotes them can be cleaned. */
export function secretsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(secretsIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, item]) =>
    typeof item === 'string' && isSecretField(name) ? [item] : secretsIn(item),
  );
}
