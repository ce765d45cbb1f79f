import { z } from 'zod';
import type { Operations } from '../../../ports/operation.ts';
import {
  answer,
  apiKey,
  Count,
  Done,
  Id,
  listOf,
  listWith,
  maybe,
  Paging,
  Payment,
  row,
  Status,
  someOf,
} from './litemail-shapes.ts';

const Domain = row(
  {
    id: Id,
    /** The name, as LiteMail writes it. */
    domain: z.string(),
    status: maybe(Status),
    workspaceId: maybe(Id),
    createdAt: maybe(z.string()),
    expireOn: maybe(z.string()),
    autoRenew: maybe(z.boolean()),
    forwardTo: maybe(z.string()),
    dmarcEmail: maybe(z.string()),
    catchAllEmail: maybe(z.string()),
    emailForwardingTo: maybe(z.string()),
    assignedMailboxesCount: maybe(Count),
    nameServers: maybe(someOf(z.string())),
    mailboxes: maybe(someOf(row({ id: Id, username: maybe(z.string()), email: maybe(z.string()) }))),
    tags: maybe(someOf(z.union([z.string(), row({ id: maybe(Id), name: z.string() })]))),
  },
  { domain: ['domainName', 'name'], expireOn: ['expiresOn', 'expiresAt'], nameServers: ['nameservers'] },
);

const Names = z.array(z.string().min(1)).min(1);
const Offer = row(
  {
    domainName: z.string(),
    status: maybe(Status),
    isPremiumDomain: maybe(z.boolean()),
    /** USD for the first year. */
    domainPrice: maybe(Count),
    renewPrice: maybe(Count),
  },
  { domainName: ['domain', 'name'], domainPrice: ['price'], renewPrice: ['renewalPrice'] },
);
/** What a check found: a flag, a word, or an object of its own. */
const Verdict = z.union([z.boolean(), z.string(), z.looseObject({})]);
const list = { method: 'GET', idempotent: true, does: [], permission: apiKey, evidence: 'sibling' } as const;
const read = { method: 'GET', idempotent: true, does: [], permission: apiKey, evidence: 'inferred' } as const;
const write = { method: 'POST', response: Done, idempotent: false, permission: apiKey, evidence: 'inferred' } as const;
const remove = {
  method: 'DELETE',
  response: Done,
  idempotent: true,
  permission: apiKey,
  evidence: 'inferred',
} as const;

export const domains = {
  listDomains: {
    ...list,
    title: 'Retrieve Domains',
    path: '/v1/domains',
    query: Paging,
    response: listOf(Domain, 'domains'),
  },
  buyDomains: {
    title: 'Purchase/Register a New Domain',
    method: 'POST',
    path: '/v1/domains',
    body: z.strictObject({
      domains: z
        .array(z.strictObject({ domainName: z.string().min(1), years: z.number().int().min(1).max(10) }))
        .min(1),
      useWallet: z.boolean(),
    }),
    response: Payment,
    idempotent: false,
    does: ['costs'],
    permission: apiKey,
    evidence: 'inferred',
  },
  listAssignableDomains: {
    ...list,
    title: 'List Assignable Domains',
    path: '/v1/domains/assignable',
    query: Paging,
    response: listOf(Domain, 'domains'),
  },
  addDmarcRecords: {
    ...write,
    title: 'Add DMARC Records',
    path: '/v1/domains/{domainId}/dmarc',
    does: ['replaces'],
    /** `email` receives the aggregate reports. */
    body: z.strictObject({ email: z.email(), policy: z.enum(['none', 'quarantine', 'reject']).optional() }),
  },
  addDomainForwarding: {
    ...write,
    title: 'Add Domain Forwarding',
    path: '/v1/domains/{domainId}/forwarding',
    does: ['replaces', 'redirects'],
    body: z.strictObject({ forwardTo: z.url({ protocol: /^https?$/ }) }),
  },
  removeDomainForwarding: {
    ...remove,
    title: 'Remove Domain Forwarding',
    path: '/v1/domains/{domainId}/forwarding',
    does: ['deletes'],
  },
  getNameServers: {
    ...read,
    title: 'Get Name Servers',
    path: '/v1/domains/{domainId}/name-servers',
    response: answer(
      z.preprocess(
        (value) => (Array.isArray(value) ? { nameServers: value } : value),
        row(
          { domain: maybe(z.string()), nameServers: someOf(z.string()) },
          { domain: ['domainName'], nameServers: ['nameservers', 'ns'] },
        ),
      ),
    ),
  },
  verifyNameServers: {
    ...read,
    title: 'Verify Name Server Propagation',
    path: '/v1/domains/{domainId}/name-servers/verify',
    response: answer(
      row(
        {
          domain: maybe(z.string()),
          propagated: maybe(z.boolean()),
          expected: maybe(someOf(z.string())),
          found: maybe(someOf(z.string())),
        },
        { domain: ['domainName'], propagated: ['isPropagated', 'verified', 'isVerified'] },
      ),
    ),
  },
  connectDomains: {
    ...write,
    title: 'Connect Domains with LiteMail',
    path: '/v1/domains/connect',
    /** Mail and visitors go elsewhere only once somebody sets the name servers, at the registrar. */
    does: [],
    body: z.strictObject({ domainNames: Names }),
  },
  enableEmailForwarding: {
    ...write,
    title: 'Enable Email Forwarding',
    path: '/v1/domains/{domainId}/email-forwarding',
    does: ['replaces', 'redirects'],
    body: z.strictObject({ email: z.email() }),
  },
  removeEmailForwarding: {
    ...remove,
    title: 'Remove Email Forwarding',
    path: '/v1/domains/{domainId}/email-forwarding',
    does: ['deletes'],
  },
  enableCatchAll: {
    ...write,
    title: 'Enable Catch-All Emails',
    path: '/v1/domains/{domainId}/catch-all',
    does: ['replaces', 'redirects'],
    body: z.strictObject({ email: z.email() }),
  },
  removeCatchAll: {
    ...remove,
    title: 'Remove Catch-All Emails',
    path: '/v1/domains/{domainId}/catch-all',
    does: ['deletes'],
  },
  checkDnsRecords: {
    ...read,
    title: 'Check DNS Records',
    path: '/v1/domains/{domainId}/dns/check',
    response: answer(
      row({
        domain: maybe(z.string()),
        spf: maybe(Verdict),
        dkim: maybe(Verdict),
        dmarc: maybe(Verdict),
        mx: maybe(Verdict),
        records: maybe(z.array(z.unknown())),
      }),
    ),
  },
  getDomain: {
    ...read,
    title: 'Get Domain Details',
    path: '/v1/domains/{domainId}',
    response: answer(Domain),
  },
  removeDomain: {
    ...remove,
    title: 'Remove Unused Domain',
    path: '/v1/domains/{domainId}',
    does: ['deletes'],
  },
  searchDomains: {
    ...list,
    title: 'Get Available Domains for Registration',
    path: '/v1/domains/available',
    /** `tlds` is a comma list without dots: `com,io`. */
    query: z.strictObject({
      domainName: z.string().min(1),
      tlds: z.string().min(1).optional(),
      years: z.number().int().min(1).max(10).optional(),
    }),
    response: listWith({ exactMatch: maybe(Offer) }, Offer, 'availableDomains', 'domains'),
  },
  getPurchaseLink: {
    ...read,
    title: 'Get Domain Purchase Payment Link',
    path: '/v1/domains/purchase-link',
    /** Nothing is charged before somebody pays there. */
    query: z.strictObject({ domainName: z.string().min(1), years: z.number().int().min(1).max(10).optional() }),
    response: Payment,
  },
} as const satisfies Operations;
