import type { IncomingMessage } from 'node:http';

const loopback = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i;

/** Why a request is refused: it names another host, or comes from another site's page. */
export function refusedStatus({ headers: { host = '', origin } }: IncomingMessage): 421 | 403 | undefined {
  if (!loopback.test(host)) return 421;
  if (origin === undefined) return undefined;
  return URL.canParse(origin) && new URL(origin).host === host ? undefined : 403;
}
