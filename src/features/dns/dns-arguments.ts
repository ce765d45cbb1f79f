import { z } from 'zod';
import { fqdn } from '../../domain/dns/model/name.ts';
import type { ProviderName } from '../../domain/dns/model/record.ts';
import { isContinued } from '../../domain/dns/model/txt.ts';
import { recordTypes } from '../../domain/dns/model/types.ts';
import { seconds } from '../../domain/dns/zonefile/lexer.ts';
import { flag, type Joins, positional, type Raw } from '../../engine/commands/arguments.ts';
import { Domain } from '../litemail/index.ts';
import type { CommandContext } from '../product-context.ts';
import { type ResolvedZone, resolveZone } from './service/providers.ts';

/** What every change of records needs, wherever they live. */
export const dnsOperations = {
  litemail: ['listDomains', 'listDnsRecords', 'createDnsRecord', 'updateDnsRecord', 'deleteDnsRecord'],
  cloudflare: ['listZones', 'listDnsRecords', 'getDnsUsage', 'batchDnsRecords'],
} as const;

export const manyNote =
  'For many domains use a pattern such as `acme-*`, `--tag`, `--workspace` or `--all`, add more with `--domains` and exclude some with `--except`. Three zones go first; the others follow if those succeed.';

export const domain = positional(Domain, {
  label: 'Domain',
  help: 'The domain of the records',
  example: 'acme-mail.com',
});
export const type = positional(
  z
    .string()
    .transform((text) => text.toUpperCase())
    .pipe(z.enum([...recordTypes.keys()] as [string, ...string[]])),
  { label: 'Type', help: 'The record type, such as TXT or MX', example: 'A' },
);
/**
 * A text may be several strings, as name servers hold it: `"v=DKIM1; p=MIIB…" "QIDAQAB"`; one that begins as no
 * text goes on, such as `"google-site-verification=…"` behind an SPF record, is a value of its own. Values of several parts, and
 * texts that begin as mail's do, may be typed as in a zone file, without quotes: `MX @ 10 mx1.example.com`.
 */
export const joinsParts = ({ type: given }: Raw, first: string): Joins => {
  const known = recordTypes.get(String(given).toUpperCase());
  if (known?.type === 'TXT') return /^v=/i.test(first) && !/\s/.test(first) ? 'words' : isContinued;
  return known && known.fields.length > 1 ? 'words' : undefined;
};
export const name = positional(z.string().min(1), {
  label: 'Name',
  help: 'The record’s name; @ for the domain itself',
  example: 'www',
});

/** As lists and zone files write it, and as people do: `auto`, `3600`, `1h`, `1d12h`, `5 min`. */
const Ttl = z
  .string()
  .transform((typed, ctx) => {
    const text = typed.trim().toLowerCase();
    if (/^auto(matic)?$/.test(text)) return 1;
    const ttl = seconds(text.replace(/(\d)\s*(s|m|h|d|w)(ec|in|r|ay|eek|our|econd|inute)?s?\b/g, '$1$2'));
    if (ttl !== undefined) return ttl;
    ctx.addIssue({ code: 'custom', message: 'must be a number of seconds, a time such as `1h`, or `auto`.' });
    return z.NEVER;
  })
  .pipe(z.number().int());

export const attributes = {
  ttl: flag(Ttl.optional(), {
    label: 'TTL',
    help: 'Seconds, or a time such as 1h; automatic when left out',
    example: '3600',
  }),
  proxied: flag(z.boolean().optional(), {
    label: 'Proxied',
    help: 'Through Cloudflare’s proxy (A, AAAA and CNAME)',
    example: 'true',
  }),
  comment: flag(z.string().max(500).optional(), {
    label: 'Comment',
    help: 'A note stored with the record',
    example: 'new provider',
  }),
  tags: flag(z.array(z.string()).optional(), {
    label: 'Tags',
    help: 'Cloudflare tags, name:value',
    example: 'client:acme',
  }),
  via: flag(z.enum(['cloudflare', 'litemail']).optional(), {
    label: 'Where',
    help: 'Which DNS provider to use, if it is not clear',
    example: 'cloudflare',
  }),
};

/** Where a record belongs: its zone, and its full name. */
export async function placeOfRecord(
  ctx: CommandContext,
  given: { domain: string; name?: string; via?: ProviderName | undefined },
): Promise<ResolvedZone & { owner: string }> {
  const resolved = await resolveZone(ctx, ctx.actor.teamId, given.domain, given.via);
  return { ...resolved, owner: given.name === undefined ? given.domain : fqdn(given.name, given.domain) };
}
