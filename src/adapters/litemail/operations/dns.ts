import { z } from 'zod';
import type { Operations } from '../../../ports/operation.ts';
import { apiKey, Count, Done, Id, listOf, maybe, row } from './litemail-shapes.ts';

const DnsRecord = row(
  {
    id: Id,
    type: z.string(),
    name: z.string(),
    value: z.string(),
    ttl: maybe(Count),
    priority: maybe(Count),
    domainId: maybe(Id),
  },
  { type: ['recordType'], name: ['host'], value: ['content'], domainId: ['assignedDomainId'] },
);
const fields = {
  type: z.string().min(1),
  /** `@` for the domain itself. */
  name: z.string().min(1),
  value: z.string().min(1),
  ttl: z.number().int().min(1).optional(),
  priority: z.number().int().min(0).max(65535).optional(),
};

/** Writes are never retried blindly: after a second answer nobody could tell what the first call did. */
export const dns = {
  listDnsRecords: {
    title: 'Get DNS Records',
    method: 'GET',
    path: '/v1/dns',
    /** `page` only where the answer says that there are more. */
    query: z.strictObject({ domainId: z.string().min(1), page: z.number().int().min(2).optional() }),
    response: listOf(DnsRecord, 'records', 'dnsRecords'),
    verbatim: true,
    idempotent: true,
    does: [],
    permission: apiKey,
    evidence: 'inferred',
  },
  createDnsRecord: {
    title: 'Create DNS Record',
    method: 'POST',
    path: '/v1/dns',
    body: z.strictObject({ domainId: z.string().min(1), ...fields }),
    response: Done,
    idempotent: false,
    does: ['redirects'],
    permission: apiKey,
    evidence: 'inferred',
  },
  updateDnsRecord: {
    title: 'Update DNS Record',
    method: 'PUT',
    path: '/v1/dns/{id}',
    body: z.strictObject(fields).partial(),
    response: Done,
    idempotent: false,
    does: ['replaces', 'redirects'],
    permission: apiKey,
    evidence: 'inferred',
  },
  deleteDnsRecord: {
    title: 'Delete DNS Record',
    method: 'DELETE',
    path: '/v1/dns/{id}',
    response: Done,
    idempotent: false,
    does: ['deletes'],
    permission: apiKey,
    evidence: 'inferred',
  },
} as const satisfies Operations;
