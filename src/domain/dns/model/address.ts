import { isIPv6 } from 'node:net';

/** Four decimal numbers only, as Cloudflare takes it; undefined for anything else, shorthand and octal included. */
export function normaliseIpv4(text: string): string | undefined {
  const octets = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1);
  return octets?.every((octet) => Number(octet) <= 255 && String(Number(octet)) === octet) ? text : undefined;
}

/** The shortest lower-case form (RFC 5952); undefined for what is no IPv6 address, and for one with a zone index. */
export function normaliseIpv6(text: string): string | undefined {
  if (!isIPv6(text) || text.includes('%')) return undefined;
  return new URL(`http://[${text}]`).hostname.slice(1, -1);
}

export const isAddress = (text: string): boolean =>
  normaliseIpv4(text) !== undefined || normaliseIpv6(text) !== undefined;
