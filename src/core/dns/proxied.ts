import type { Matter, Typed } from './matter.ts';

/** Cloudflare takes all addresses of a name as proxied when one is. */
export const isProxied = (values: readonly Typed[]): boolean => values.some(({ value }) => value.proxied);

/** Cloudflare will answer for it, and with addresses only. */
export const entersProxy = ({ before, after }: Matter): boolean => isProxied(after) && !isProxied(before);

/** Visitors saw Cloudflare and will see the server itself. */
export const leavesProxy = ({ purpose, before, after }: Matter): boolean =>
  purpose === 'address' && isProxied(before) && after.length > 0 && !isProxied(after);
