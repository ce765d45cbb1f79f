import type { litemail as operations } from '../adapters/litemail/operations/litemail-operations.ts';
import type { LiteMail } from '../ports/litemail.ts';

type Table = typeof operations;
/** Every operation that only reads. */
export type Reading = { [K in keyof Table]: Table[K]['method'] extends 'GET' ? K : never }[keyof Table];

/** What earlier answers told, for operations that need the id of something. */
export interface Known {
  readonly domains: readonly { readonly id: string }[];
  readonly mailboxes: readonly { readonly id: string }[];
}

export interface Call {
  /** Undefined when there is nothing that it could be asked about. */
  readonly ask: (api: LiteMail, known: Known) => Promise<unknown> | undefined;
  /** May leave something behind at LiteMail or at a registrar: only asked when everything is. */
  readonly onlyWithAll?: true;
  /** LiteMail may say no to one domain and not to another; nothing is wrong with that. */
  readonly mayBeRefused?: true;
}

const first = { page: 1, limit: 10 };
const firstDomain =
  (ask: (api: LiteMail, domainId: string) => Promise<unknown>): Call['ask'] =>
  (api, { domains: [domain] }) =>
    domain && ask(api, domain.id);
const firstMailbox =
  (ask: (api: LiteMail, id: string) => Promise<unknown>): Call['ask'] =>
  (api, { mailboxes: [mailbox] }) =>
    mailbox && ask(api, mailbox.id);
const example = { domainName: 'litemail-doctor-example.com' };

/** How each is asked, lists before what needs their ids. An operation without an entry does not compile. */
export const calls: Readonly<Record<Reading, Call>> = {
  getUser: { ask: (api) => api.getUser() },
  listDomains: { ask: (api) => api.listDomains({ query: first }) },
  listMailboxes: { ask: (api) => api.listMailboxes({ query: first }) },
  listAssignableDomains: { ask: (api) => api.listAssignableDomains({ query: first }) },
  getDomain: { ask: firstDomain((api, domainId) => api.getDomain({ params: { domainId } })) },
  getNameServers: { ask: firstDomain((api, domainId) => api.getNameServers({ params: { domainId } })) },
  verifyNameServers: { ask: firstDomain((api, domainId) => api.verifyNameServers({ params: { domainId } })) },
  checkDnsRecords: { ask: firstDomain((api, domainId) => api.checkDnsRecords({ params: { domainId } })) },
  listDnsRecords: {
    ask: firstDomain((api, domainId) => api.listDnsRecords({ query: { domainId } })),
    mayBeRefused: true,
  },
  getMailbox: { ask: firstMailbox((api, id) => api.getMailbox({ params: { id } })) },
  getWarmupAnalytics: { ask: firstMailbox((api, id) => api.getWarmupAnalytics({ query: { mailboxIds: [id] } })) },
  listWorkspaces: { ask: (api) => api.listWorkspaces({ query: { page: 1, limit: 10 } }) },
  getWalletBalance: { ask: (api) => api.getWalletBalance() },
  listInvoices: { ask: (api) => api.listInvoices({ query: first }) },
  listBillingSubscriptions: { ask: (api) => api.listBillingSubscriptions() },
  listTags: { ask: (api) => api.listTags() },
  listPlacementTests: { ask: (api) => api.listPlacementTests({ query: first }) },
  getDashboard: { ask: (api) => api.getDashboard() },
  getMailboxStatusCounts: { ask: (api) => api.getMailboxStatusCounts() },
  listExportHistory: { ask: (api) => api.listExportHistory({ query: first }) },
  getCloudflareCredentials: { ask: (api) => api.getCloudflareCredentials() },
  listWebhooks: { ask: (api) => api.listWebhooks() },
  searchDomains: { ask: (api) => api.searchDomains({ query: example }), onlyWithAll: true },
  getPurchaseLink: { ask: (api) => api.getPurchaseLink({ query: example }), onlyWithAll: true },
};
