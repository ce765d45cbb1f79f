import { isIPv4, isIPv6 } from 'node:net';
import ipaddr from 'ipaddr.js';
import { problems } from './cloudflare-envelope.ts';

/** A part of what Cloudflare publishes as its own, and its resolver. */
const cloudflares = [
  '1.1.1.0/24',
  '1.0.0.0/24',
  '103.21.244.0/22',
  '104.16.0.0/13',
  '104.24.0.0/14',
  '108.162.192.0/18',
  '131.0.72.0/22',
  '141.101.64.0/18',
  '162.158.0.0/15',
  '172.64.0.0/13',
  '173.245.48.0/20',
  '188.114.96.0/20',
  '190.93.240.0/20',
  '197.234.240.0/22',
  '198.41.128.0/17',
  '2400:cb00::/32',
  '2606:4700::/32',
  '2803:f800::/32',
].map((range) => ipaddr.parseCIDR(range));

const inside = ['private', 'loopback', 'linkLocal', 'carrierGradeNat', 'unspecified', 'broadcast', 'uniqueLocal'];

/** The canonical address of an A or AAAA record, refused where Cloudflare would not point to it. */
export function address(input: unknown, type: 'A' | 'AAAA', proxied: boolean): string {
  const text = typeof input === 'string' ? input.trim() : '';
  if (type === 'A' ? !isIPv4(text) : !isIPv6(text) || text.includes('%'))
    throw type === 'A' ? problems.ipv4() : problems.ipv6();
  const parsed = ipaddr.parse(text);
  const own = cloudflares.some((range) => parsed.kind() === range[0].kind() && parsed.match(range));
  if (proxied && (own || inside.includes(parsed.range()))) throw problems.proxiedTarget(text);
  return parsed.toString();
}
