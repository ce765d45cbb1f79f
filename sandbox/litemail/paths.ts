/**
 * The 61 operations as the navigation of LiteMail API v3 names them, each with method, the path that is documented or
 * inferred, and the path it has in the sibling's form where that differs. `v3` marks what only the newer set has.
 */
const rows = [
  ['Retrieve User Details', 'GET', '/users'],
  ['Retrieve Domains', 'GET', '/domains'],
  ['Purchase/Register a New Domain', 'POST', '/domains', '/domains/purchase', 'v3'],
  ['List Assignable Domains', 'GET', '/domains/assignable'],
  ['Add DMARC Records', 'POST', '/domains/:domainId/dmarc', '/domains/dmarc'],
  ['Add Domain Forwarding', 'POST', '/domains/:domainId/forwarding', '/domains/forwarding'],
  ['Remove Domain Forwarding', 'DELETE', '/domains/:domainId/forwarding', '/domains/forwarding'],
  ['Get Name Servers', 'GET', '/domains/:domainId/name-servers', '/domains/name-servers'],
  ['Verify Name Server Propagation', 'GET', '/domains/:domainId/name-servers/verify', '/domains/name-servers/verify'],
  ['Connect Domains with LiteMail', 'POST', '/domains/connect', '/domains/connect-domain'],
  ['Enable Email Forwarding', 'POST', '/domains/:domainId/email-forwarding', '/domains/email-forwarding'],
  ['Remove Email Forwarding', 'DELETE', '/domains/:domainId/email-forwarding', '/domains/email-forwarding'],
  ['Enable Catch-All Emails', 'POST', '/domains/:domainId/catch-all', '/domains/catch-all'],
  ['Remove Catch-All Emails', 'DELETE', '/domains/:domainId/catch-all', '/domains/catch-all'],
  ['Check DNS Records', 'GET', '/domains/:domainId/dns/check', '/domains/dns/check'],
  ['Get Domain Details', 'GET', '/domains/:domainId', undefined, 'v3'],
  ['Remove Unused Domain', 'DELETE', '/domains/:domainId', '/domains'],
  ['Get Available Domains for Registration', 'GET', '/domains/available'],
  ['Get Domain Purchase Payment Link', 'GET', '/domains/purchase-link', '/domains/buy'],
  ['Retrieve Mailboxes', 'GET', '/mailboxes'],
  ['Assign New Mailbox to Domain', 'POST', '/mailboxes'],
  ['Get Mailbox Details', 'GET', '/mailboxes/:id'],
  ['Update Mailbox', 'PUT', '/mailboxes/:id'],
  ['Remove Mailbox (Next Renewal)', 'DELETE', '/mailboxes/:id'],
  ['Get Warmup Analytics for Mailboxes', 'GET', '/mailboxes/warmup-analytics', '/warmup-analytics', 'v3'],
  ['Retrieve All Workspaces', 'GET', '/workspaces'],
  ['Create New Workspace', 'POST', '/workspaces'],
  ['Update Workspace', 'PUT', '/workspaces/:id', '/workspaces'],
  ['Add Billing Details', 'POST', '/billing', '/billings'],
  ['Get Wallet Balance', 'GET', '/wallet/balance', '/wallet'],
  ['Add Balance to Wallet', 'POST', '/wallet/balance', '/wallet'],
  ['Enable Auto Recharge', 'POST', '/wallet/auto-recharge', '/wallet/enable-auto-recharge'],
  ['Add Credit to Wallet', 'POST', '/wallet/credit', '/wallet/add-credit', 'v3'],
  ['List Billing Invoices', 'GET', '/wallet/invoices', '/billing/invoices', 'v3'],
  ['Export Mailboxes', 'POST', '/exports/mailboxes', '/exports'],
  ['Add Third Party Account Details', 'POST', '/exports/accounts/third-party', '/exports/third-party'],
  ['Update Third Party Account Details', 'PUT', '/exports/accounts/third-party', '/exports/third-party'],
  ['Connect Inboxes (Export to Platform)', 'POST', '/connect-inbox'],
  ['Get All Subscriptions', 'GET', '/subscriptions'],
  ['Cancel Subscription', 'DELETE', '/subscriptions/:id'],
  ['Upgrade Subscription', 'PUT', '/subscriptions/:id/upgrade'],
  ['Get DNS Records', 'GET', '/dns'],
  ['Create DNS Record', 'POST', '/dns'],
  ['Update DNS Record', 'PUT', '/dns/:id', '/dns'],
  ['Delete DNS Record', 'DELETE', '/dns/:id', '/dns'],
  ['List Tags', 'GET', '/tags', undefined, 'v3'],
  ['Create Tag', 'POST', '/tags', undefined, 'v3'],
  ['Update Tag', 'PUT', '/tags/:id', undefined, 'v3'],
  ['Delete Tag', 'DELETE', '/tags/:id', undefined, 'v3'],
  ['Assign Mailboxes to Domain', 'POST', '/mailboxes/assign', '/assign-mailboxes', 'v3'],
  ['List Placement Tests', 'GET', '/placement-tests', '/placement', 'v3'],
  ['Create Placement Test', 'POST', '/placement-tests', '/placement', 'v3'],
  ['Get Dashboard Overview', 'GET', '/dashboard', '/dashboard/overview', 'v3'],
  ['Get Mailbox Status Counts', 'GET', '/dashboard/mailbox-status', '/dashboard/mailbox-status-counts', 'v3'],
  ['List Export History', 'GET', '/export-history', undefined, 'v3'],
  ['Create Export History Record', 'POST', '/export-history', undefined, 'v3'],
  ['Get Cloudflare Credentials & Zones', 'GET', '/cloudflare-credentials', undefined, 'v3'],
  ['Save Credentials or Connect Domain', 'POST', '/cloudflare-credentials', undefined, 'v3'],
  ['List Registered Webhooks', 'GET', '/webhooks', undefined, 'v3'],
  ['Register a New Webhook Endpoint', 'POST', '/webhooks', undefined, 'v3'],
  ['Delete a Webhook', 'DELETE', '/webhooks/:id', '/webhooks', 'v3'],
] as const;

export type Title = (typeof rows)[number][0];

export interface Path {
  readonly title: Title;
  readonly method: string;
  /** Below `/v1`. */
  readonly inferred: string;
  readonly alternative: string;
  readonly onlyInV3: boolean;
}

export const paths: readonly Path[] = rows.map(([title, method, inferred, alternative, v3]) => ({
  title,
  method,
  inferred,
  alternative: alternative ?? inferred,
  onlyInV3: v3 === 'v3',
}));
