import type { IncomingMessage } from 'node:http';

const loopback = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i;

/** Why a request is turned away: it names another host, or comes from a page of one. */
export function foreign({ headers }: IncomingMessage): 421 | 403 | undefined {
  if (!loopback.test(headers.host ?? '')) return 421;
  const { origin } = headers;
  if (origin === undefined || origin === 'null') return undefined;
  return URL.canParse(origin) && loopback.test(new URL(origin).host) ? undefined : 403;
}
