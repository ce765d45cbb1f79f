import type { ChangeGroup, TypedValue } from '../review/change-groups.ts';

/** Cloudflare treats all addresses of a name as proxied if one is. */
export const isProxied = (values: readonly TypedValue[]): boolean => values.some(({ value }) => value.proxied);

/** Cloudflare starts to answer for it, with addresses only. */
export const becomesProxied = ({ before, after }: ChangeGroup): boolean => isProxied(after) && !isProxied(before);

/** Visitors reached Cloudflare before and will reach the server directly. */
export const losesProxy = ({ purpose, before, after }: ChangeGroup): boolean =>
  purpose === 'address' && isProxied(before) && after.length > 0 && !isProxied(after);
