import { z } from 'zod';
import type { Operations } from '../../../ports/operation.ts';
import { listOf, maybe } from './cloudflare-shapes.ts';

const CloudflareZone = z.looseObject({
  id: z.string().min(1),
  /** Punycode. */
  name: z.string().min(1),
  /** initializing, pending, active or moved. */
  status: maybe(z.string()),
  paused: maybe(z.boolean()),
  type: maybe(z.string()),
  name_servers: maybe(z.array(z.string())),
  original_name_servers: maybe(z.array(z.string())),
  account: maybe(z.looseObject({ id: maybe(z.string()), name: maybe(z.string()) })),
  plan: maybe(z.looseObject({ name: maybe(z.string()), legacy_id: maybe(z.string()) })),
  permissions: maybe(z.array(z.string())),
  created_on: maybe(z.string()),
  /** Of the zone; whether a change of its records counts is not documented. */
  modified_on: maybe(z.string()),
});

export const zones = {
  listZones: {
    title: 'List Zones',
    method: 'GET',
    path: '/zones',
    query: z.strictObject({
      page: z.number().int().min(1).optional(),
      per_page: z.number().int().min(5).max(50).optional(),
      name: z.string().min(1).max(253).optional(),
      'account.id': z.string().min(1).optional(),
    }),
    response: listOf(CloudflareZone),
    idempotent: true,
    does: [],
    permission: 'Zone Read',
    evidence: 'official',
  },
  getZone: {
    title: 'Zone Details',
    method: 'GET',
    path: '/zones/{zone_id}',
    response: CloudflareZone,
    idempotent: true,
    does: [],
    permission: 'Zone Read',
    evidence: 'official',
  },
} as const satisfies Operations;
