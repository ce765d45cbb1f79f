import { displayName, relativeName } from '../../domain/dns/model/name.ts';
import { type ProviderRow, recordSets, unreadableRows } from '../../domain/dns/model/normalise.ts';
import { presentation } from '../../domain/dns/model/presentation.ts';
import type { Row, RowBatch, Zone } from '../../domain/dns/model/record.ts';
import { encodeTxt } from '../../domain/dns/model/txt.ts';
import { recordType } from '../../domain/dns/model/types.ts';
import { collectPages, wholeList } from '../../lib/all-pages.ts';
import { AppError } from '../../lib/errors.ts';
import { typed } from '../../lib/text.ts';
import type { Clock } from '../../ports/clock.ts';
import type { DnsProvider } from '../../ports/dns-provider.ts';
import type { LiteMail } from '../../ports/litemail.ts';
import { Refusal } from '../http/refusal.ts';
import { createZoneCache } from '../zone-cache.ts';

interface LiteMailDnsProviderSettings {
  readonly litemail: LiteMail;
  readonly clock: Clock;
}

/**
 * Domains with DNS at LiteMail. There is no batch call: `write` makes one call after the other, deletions first. If the
 * first fails, nothing changed; a later failure is `unknown_outcome` with the number of completed calls.
 */
export function createLiteMailDnsProvider({ litemail, clock }: LiteMailDnsProviderSettings): DnsProvider {
  const cache = createZoneCache(clock, async () => {
    const rows = await collectPages(100, (page) => litemail.listDomains({ query: { page, limit: 100 } }));
    return wholeList(rows, 'domains').map(
      ({ id, domain }): Zone => ({ home: 'litemail', id, name: domain, batchLimit: 100 }),
    );
  });

  return {
    zones: () => cache.zones(),
    findZone: async (domain) => (await cache.zonesFor(domain))[0],
    async list(zone) {
      const rows = await collectPages(Number.POSITIVE_INFINITY, (page) =>
        litemail.listDnsRecords({ query: { domainId: zone.id, ...(page > 1 && { page }) } }),
      ).catch(rejectNotHosted(zone));
      const records = wholeList(rows, 'records').map(fromLiteMailRow);
      return recordSets([...records, ...unreadableRows(rows.odd)], zone.name);
    },
    usage: async () => undefined,
    async write(zone, batch) {
      const steps = stepsOf(litemail, zone, batch);
      let done = 0;
      try {
        for (const step of steps) {
          await step();
          done += 1;
        }
      } catch (error) {
        throw done > 0 && error instanceof AppError ? partialWriteError(error, done, steps.length) : error;
      }
    },
  };
}

function stepsOf(litemail: LiteMail, zone: Zone, { deletes, patches, posts }: RowBatch): (() => Promise<unknown>)[] {
  for (const row of [...patches, ...posts]) rejectUnsupported(row);
  return [
    ...deletes.map(
      ({ id }) =>
        () =>
          litemail.deleteDnsRecord({ params: { id } }),
    ),
    ...patches.map(
      (row) => () => litemail.updateDnsRecord({ params: { id: row.id }, body: toLiteMailRow(row, zone.name) }),
    ),
    ...posts.map(
      (row) => () => litemail.createDnsRecord({ body: { domainId: zone.id, ...toLiteMailRow(row, zone.name) } }),
    ),
  ];
}

/** LiteMail also lists domains with DNS elsewhere, and rejects queries for their records. */
const rejectNotHosted =
  ({ name }: Zone) =>
  (error: unknown): never => {
    if (!(error instanceof Refusal) || error.status !== 400) throw error;
    throw new AppError('not_found', `${displayName(name)}’s DNS is not at LiteMail.`, {
      hint: `Leave out \`--via\`, or connect the Cloudflare account that holds its zone in ${typed('setup')}.`,
      cause: error,
    });
  };

function rejectUnsupported({ name, type, proxied, comment, tags }: Row): void {
  const unsupported = proxied
    ? 'proxy a record'
    : comment
      ? 'store comments'
      : tags?.length
        ? 'store tags on records'
        : '';
  if (unsupported)
    throw new AppError('bad_input', `LiteMail cannot ${unsupported} (${type} ${name}).`, {
      hint: 'Leave it out, or move the domain to Cloudflare.',
    });
}

function partialWriteError(error: AppError, done: number, all: number): AppError {
  return new AppError('unknown_outcome', `LiteMail completed ${done} of ${all} steps, then stopped: ${error.message}`, {
    hint: 'LiteMail changes records one at a time. Check the records, then request what is still missing.',
  });
}

interface LiteMailRow {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly value: string;
  readonly ttl?: number | undefined;
  readonly priority?: number | undefined;
}

function fromLiteMailRow({ id, type, name, value, ttl = 3600, priority }: LiteMailRow): ProviderRow {
  return {
    id,
    type,
    name,
    content: value,
    ...(priority === undefined ? {} : { priority }),
    ttl,
  };
}

/** Names are relative and TXT is unquoted, unless it could be mistaken for quoted. */
function toLiteMailRow(row: Row, zoneName: string) {
  const { type, content, priority, ttl } = row;
  const bare = type === 'TXT' && content?.startsWith('"') ? encodeTxt(content) : content;
  const value = recordType(type)?.kind === 'data' ? presentation(type, row) : (bare ?? '');
  return {
    type,
    name: relativeName(row.name, zoneName),
    value,
    ...(ttl === 1 ? {} : { ttl }),
    ...(priority === undefined || recordType(type)?.kind === 'data' ? {} : { priority }),
  };
}
