import { z } from 'zod';
import { fqdn, parseDomain } from '../core/dns/name.ts';
import type { Home } from '../core/dns/record.ts';
import { recordTypes } from '../core/dns/types.ts';
import { AppError } from '../core/errors.ts';
import type { CommandContext } from '../services/context.ts';
import { type Place, placeOf } from '../services/dns/homes.ts';
import { flag, positional } from './args.ts';

/** A domain as people type it; the problem is said in words. */
export const Domain = z.string().transform((typed, ctx) => {
  try {
    return parseDomain(typed);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    ctx.addIssue({ code: 'custom', message: [error.message, error.hint].filter(Boolean).join(' ') });
    return z.NEVER;
  }
});

/** What every change of records needs, wherever they live. */
export const reaches = {
  litemail: ['listDomains', 'listDnsRecords', 'createDnsRecord', 'updateDnsRecord', 'deleteDnsRecord'],
  cloudflare: ['listZones', 'listDnsRecords', 'getDnsUsage', 'batchDnsRecords'],
} as const;

export const domain = positional(Domain, {
  label: 'Domain',
  help: 'The domain whose records it is about',
  example: 'acme-mail.com',
});
export const type = positional(
  z
    .string()
    .transform((text) => text.toUpperCase())
    .pipe(z.enum([...recordTypes.keys()] as [string, ...string[]])),
  { label: 'Type', help: 'The record type, such as TXT or MX', example: 'TXT' },
);
export const name = positional(z.string().min(1), {
  label: 'Name',
  help: 'The record’s name; @ for the domain itself',
  example: '@',
});

export const attributes = {
  ttl: flag(z.number().int().optional(), { label: 'TTL', help: 'Seconds; automatic when left out', example: '3600' }),
  proxied: flag(z.boolean().optional(), {
    label: 'Proxied',
    help: 'Through Cloudflare’s proxy (A, AAAA and CNAME)',
    example: 'true',
  }),
  comment: flag(z.string().max(500).optional(), {
    label: 'Comment',
    help: 'A note kept with the record',
    example: 'new provider',
  }),
  tags: flag(z.array(z.string()).optional(), {
    label: 'Tags',
    help: 'Cloudflare tags, name:value',
    example: 'client:acme',
  }),
  via: flag(z.enum(['cloudflare', 'litemail']).optional(), {
    label: 'Where',
    help: 'Where the records live, if it must be said',
    example: 'cloudflare',
  }),
};

/** Where a record belongs: its zone, and its full name. */
export async function placeOfRecord(
  ctx: CommandContext,
  given: { domain: string; name?: string; via?: Home | undefined },
): Promise<Place & { owner: string }> {
  const place = await placeOf(ctx, ctx.actor.teamId, given.domain, given.via);
  return { ...place, owner: given.name === undefined ? given.domain : fqdn(given.name, given.domain) };
}
