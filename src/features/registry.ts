import { z } from 'zod';
import { approvalsList } from './approvals/commands/list.ts';
import { approvalsShow } from './approvals/commands/show.ts';
import { approvalsWithdraw } from './approvals/commands/withdraw.ts';
import { positional } from '../engine/commands/arguments.ts';
import { billingUpdate } from './billing/commands/update.ts';
import { type Command, command } from '../engine/commands/define.ts';
import { helpFor } from '../engine/commands/derive.ts';
import { dnsAdd } from './dns/commands/add.ts';
import { dnsDelete } from './dns/commands/delete.ts';
import { dnsDiff } from './dns/commands/diff.ts';
import { dnsExport } from './dns/commands/export.ts';
import { dnsHistory } from './dns/commands/history.ts';
import { dnsImport } from './dns/commands/import.ts';
import { dnsLint } from './dns/commands/lint.ts';
import { dnsList } from './dns/commands/list.ts';
import { dnsSet } from './dns/commands/set.ts';
import { dnsSwap } from './dns/commands/swap.ts';
import { dnsUndo } from './dns/commands/undo.ts';
import { domainsAssignable } from './domains/commands/assignable.ts';
import { domainsBuy } from './domains/commands/buy.ts';
import { domainsCatchAll } from './domains/commands/catch-all.ts';
import { domainsCatchAllOff } from './domains/commands/catch-all-off.ts';
import { domainsCheck } from './domains/commands/check.ts';
import { domainsConnect } from './domains/commands/connect.ts';
import { domainsCredentials } from './domains/commands/credentials.ts';
import { domainsDmarc } from './domains/commands/dmarc.ts';
import { domainsEmailForward } from './domains/commands/email-forward.ts';
import { domainsEmailUnforward } from './domains/commands/email-unforward.ts';
import { domainsForward } from './domains/commands/forward.ts';
import { domainsList } from './domains/commands/list.ts';
import { domainsNameservers } from './domains/commands/nameservers.ts';
import { domainsPaymentLink } from './domains/commands/payment-link.ts';
import { domainsRemove } from './domains/commands/remove.ts';
import { domainsRetire } from './domains/commands/retire.ts';
import { domainsSearch } from './domains/commands/search.ts';
import { domainsShow } from './domains/commands/show.ts';
import { domainsUnforward } from './domains/commands/unforward.ts';
import { domainsVerify } from './domains/commands/verify.ts';
import { exportsAddAccount } from './exports/commands/add-account.ts';
import { exportsHistory } from './exports/commands/history.ts';
import { exportsRecord } from './exports/commands/record.ts';
import { exportsUpdateAccount } from './exports/commands/update-account.ts';
import { mailboxesAssign } from './mailboxes/commands/assign.ts';
import { mailboxesConnectInboxes } from './mailboxes/commands/connect-inboxes.ts';
import { mailboxesExport } from './mailboxes/commands/export.ts';
import { mailboxesList } from './mailboxes/commands/list.ts';
import { mailboxesRemove } from './mailboxes/commands/remove.ts';
import { mailboxesShow } from './mailboxes/commands/show.ts';
import { mailboxesUpdate } from './mailboxes/commands/update.ts';
import { mailboxesWarmup } from './mailboxes/commands/warmup.ts';
import { notifyList } from './notifications/commands/list.ts';
import { notifySubscribe } from './notifications/commands/subscribe.ts';
import { notifyUnsubscribe } from './notifications/commands/unsubscribe.ts';
import { placementList } from './placement/commands/list.ts';
import { placementRun } from './placement/commands/run.ts';
import { placementShow } from './placement/commands/show.ts';
import { setup } from './setup/commands/setup.ts';
import { setupChannels } from './setup/commands/channels.ts';
import { setupCloudflare } from './setup/commands/cloudflare.ts';
import { setupComments } from './setup/commands/comments.ts';
import { setupLitemail } from './setup/commands/litemail.ts';
import { setupRoles } from './setup/commands/roles.ts';
import { status } from './status/commands/status.ts';
import { subscriptionsCancel } from './subscriptions/commands/cancel.ts';
import { subscriptionsList } from './subscriptions/commands/list.ts';
import { subscriptionsUpgrade } from './subscriptions/commands/upgrade.ts';
import { tagsCreate } from './tags/commands/create.ts';
import { tagsDelete } from './tags/commands/delete.ts';
import { tagsList } from './tags/commands/list.ts';
import { tagsUpdate } from './tags/commands/update.ts';
import { templatesDelete } from './templates/commands/delete.ts';
import { templatesList } from './templates/commands/list.ts';
import { templatesSave } from './templates/commands/save.ts';
import { templatesShow } from './templates/commands/show.ts';
import { walletAutoRecharge } from './wallet/commands/auto-recharge.ts';
import { walletBalance } from './wallet/commands/balance.ts';
import { walletCredit } from './wallet/commands/credit.ts';
import { walletInvoices } from './wallet/commands/invoices.ts';
import { walletTopUp } from './wallet/commands/top-up.ts';
import { webhooksDelete } from './webhooks/commands/delete.ts';
import { webhooksList } from './webhooks/commands/list.ts';
import { webhooksRegister } from './webhooks/commands/register.ts';
import { whoami } from './status/commands/whoami.ts';
import { workspacesCreate } from './workspaces/commands/create.ts';
import { workspacesList } from './workspaces/commands/list.ts';
import { workspacesUpdate } from './workspaces/commands/update.ts';

const help: Command = command.read({
  name: 'help',
  summary: 'List what you may do, or explain one noun or command',
  role: null,
  args: {
    words: positional(z.array(z.string()).optional(), { label: 'About', help: 'A noun, or a command', example: 'dns' }),
  },
  run: async ({ actor }, { words = [] }) => helpFor(registry, actor.roles, words),
});

/** Every command there is, once; every surface is derived from this list. */
export const registry: readonly Command[] = [
  help,
  status,
  whoami,
  setup,
  setupLitemail,
  setupCloudflare,
  setupChannels,
  setupRoles,
  setupComments,
  domainsList,
  domainsShow,
  domainsSearch,
  domainsBuy,
  domainsPaymentLink,
  domainsAssignable,
  domainsConnect,
  domainsNameservers,
  domainsVerify,
  domainsCheck,
  domainsDmarc,
  domainsForward,
  domainsUnforward,
  domainsEmailForward,
  domainsEmailUnforward,
  domainsCatchAll,
  domainsCatchAllOff,
  domainsRemove,
  domainsCredentials,
  dnsList,
  dnsAdd,
  dnsSet,
  dnsSwap,
  dnsDelete,
  dnsImport,
  dnsExport,
  dnsHistory,
  dnsDiff,
  dnsUndo,
  domainsRetire,
  templatesList,
  templatesSave,
  templatesShow,
  templatesDelete,
  dnsLint,
  mailboxesList,
  mailboxesShow,
  mailboxesAssign,
  mailboxesUpdate,
  mailboxesRemove,
  mailboxesWarmup,
  mailboxesExport,
  mailboxesConnectInboxes,
  walletBalance,
  walletTopUp,
  walletCredit,
  walletAutoRecharge,
  walletInvoices,
  placementRun,
  placementList,
  placementShow,
  workspacesList,
  workspacesCreate,
  workspacesUpdate,
  tagsList,
  tagsCreate,
  tagsUpdate,
  tagsDelete,
  subscriptionsList,
  subscriptionsCancel,
  subscriptionsUpgrade,
  billingUpdate,
  exportsHistory,
  exportsRecord,
  exportsAddAccount,
  exportsUpdateAccount,
  notifySubscribe,
  notifyUnsubscribe,
  notifyList,
  webhooksRegister,
  webhooksList,
  webhooksDelete,
  approvalsList,
  approvalsShow,
  approvalsWithdraw,
];
