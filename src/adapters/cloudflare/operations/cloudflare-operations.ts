import type { Operations } from '../../../ports/operation.ts';
import { dnsRecords } from './dns-records.ts';
import { tokens } from './tokens.ts';
import { zones } from './zones.ts';

/** Group by group, in the words of Cloudflare's API reference. */
export const cloudflareGroups = {
  Tokens: tokens,
  Zones: zones,
  'DNS records': dnsRecords,
} as const satisfies Readonly<Record<string, Operations>>;

export const cloudflare = { ...tokens, ...zones, ...dnsRecords } as const satisfies Operations;
