import type { Operations } from '../../../ports/operation.ts';
import { billing } from './billing.ts';
import { cloudflareCredentials } from './cloudflare.ts';
import { dashboard } from './dashboard.ts';
import { dns } from './dns.ts';
import { domains } from './domains.ts';
import { exportHistory } from './export-history.ts';
import { exports } from './exports.ts';
import { mailBoxes, mailboxes } from './mailboxes.ts';
import { placement } from './placement.ts';
import { subscriptions } from './subscriptions.ts';
import { tags } from './tags.ts';
import { users } from './users.ts';
import { paymentAndWallet, wallet } from './wallet.ts';
import { webhooks } from './webhooks.ts';
import { workspaces } from './workspaces.ts';

/** "LiteMail API v3" group by group, named and ordered as its navigation is. */
export const groups = {
  Users: users,
  Domains: domains,
  Mailboxes: mailboxes,
  Workspaces: workspaces,
  Billings: billing,
  'Payment & Wallet': paymentAndWallet,
  Wallet: wallet,
  Exports: exports,
  Subscriptions: subscriptions,
  DNS: dns,
  Tags: tags,
  MailBoxes: mailBoxes,
  Placement: placement,
  Dashboard: dashboard,
  'Export History': exportHistory,
  Cloudflare: cloudflareCredentials,
  Webhooks: webhooks,
} as const satisfies Readonly<Record<string, Operations>>;

export const litemail = {
  ...users,
  ...domains,
  ...mailboxes,
  ...workspaces,
  ...billing,
  ...paymentAndWallet,
  ...wallet,
  ...exports,
  ...subscriptions,
  ...dns,
  ...tags,
  ...mailBoxes,
  ...placement,
  ...dashboard,
  ...exportHistory,
  ...cloudflareCredentials,
  ...webhooks,
} as const satisfies Operations;
