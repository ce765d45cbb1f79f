import type { Call } from '../router.ts';
import { problems, Rejection } from './cloudflare-envelope.ts';
import type { CloudflareSeed, Credential, ZoneState } from './zone-state.ts';

const malformed = (code: number, message: string) =>
  new Rejection(400, { code: 6003, message: 'Invalid request headers', error_chain: [{ code, message }] });

export type Given = { readonly token: string } | { readonly email: string; readonly key: string };

/** The credential in the headers; refused if they cannot be one. */
export function givenIn({ headers }: Call): Given {
  const { authorization } = headers;
  if (authorization !== undefined) {
    const token = /^Bearer ([A-Za-z0-9_-]{20,80})$/.exec(authorization)?.[1];
    if (!token || /^cfk_/.test(token)) throw malformed(6111, 'Invalid format for Authorization header');
    return { token };
  }
  const [email, key] = [headers['x-auth-email'], headers['x-auth-key']];
  if (email === undefined && key === undefined)
    throw new Rejection(400, {
      code: 9106,
      message: 'Missing X-Auth-Key, X-Auth-Email or Authorization headers',
    });
  if (typeof email !== 'string' || !email.includes('@'))
    throw malformed(6102, 'Invalid format for X-Auth-Email header');
  if (typeof key !== 'string' || !/^([0-9a-f]{37,45}|cfk_[A-Za-z0-9_-]{20,})$/.test(key))
    throw malformed(6103, 'Invalid format for X-Auth-Key header');
  return { email, key };
}

export function credentialFor(given: Given, { credentials, users }: CloudflareSeed): Credential | undefined {
  return credentials.find((credential) => {
    if ('token' in given) return credential.kind === 'token' && credential.value === given.token;
    const email = users.find(({ id }) => id === credential.user)?.email;
    return credential.kind === 'key' && credential.value === given.key && email === given.email;
  });
}

/** A token as verification shows it. */
export const statusOf = ({ status, expiresOn }: Credential, now: number) =>
  expiresOn !== undefined && Date.parse(expiresOn) <= now ? 'expired' : (status ?? 'active');

/** Whoever shares one rate limit: everything of a user together, an account's token alone. */
export const limitKey = ({ user, id }: Credential) => (user ? `user ${user}` : `token ${id}`);

export function may({ permissions }: Credential, permission: string): boolean {
  if (permissions === 'all' || permissions.includes(permission)) return true;
  return permission.endsWith(' Read') && permissions.includes(permission.replace(/ Read$/, ' Write'));
}

export const seesZone = ({ accounts, zones }: Credential, zone: ZoneState) =>
  accounts.includes(zone.accountId) && (zones === '*' || zones.includes(zone.name));

/** Cloudflare gives one answer for a missing permission and for a zone that is out of reach. */
export function needZone(credential: Credential, zone: ZoneState | undefined, permission: string): ZoneState {
  if (!zone || !seesZone(credential, zone) || !may(credential, permission)) throw problems.unauthorized();
  return zone;
}
