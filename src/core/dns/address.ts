import ipaddr from 'ipaddr.js';

/** Four decimal numbers only, as Cloudflare takes it; undefined for anything else, shorthand and octal included. */
export function normaliseIpv4(text: string): string | undefined {
  const octets = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1);
  return octets?.every((octet) => Number(octet) <= 255 && String(Number(octet)) === octet) ? text : undefined;
}

/** The shortest lower-case form (RFC 5952); undefined for what is no IPv6 address, and for one with a zone index. */
export function normaliseIpv6(text: string): string | undefined {
  if (text.includes('%') || !text.includes(':') || !ipaddr.IPv6.isValid(text)) return undefined;
  return ipaddr.IPv6.parse(text).toRFC5952String();
}

export const isAddress = (text: string): boolean =>
  normaliseIpv4(text) !== undefined || normaliseIpv6(text) !== undefined;
