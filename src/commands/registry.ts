import { z } from 'zod';
import { approvalsList } from './approvals-list.ts';
import { approvalsShow } from './approvals-show.ts';
import { approvalsWithdraw } from './approvals-withdraw.ts';
import { positional } from './args.ts';
import { billingUpdate } from './billing-update.ts';
import { type Command, command } from './define.ts';
import { helpFor } from './derive.ts';
import { dnsAdd } from './dns-add.ts';
import { dnsDelete } from './dns-delete.ts';
import { dnsDiff } from './dns-diff.ts';
import { dnsExport } from './dns-export.ts';
import { dnsHistory } from './dns-history.ts';
import { dnsImport } from './dns-import.ts';
import { dnsLint } from './dns-lint.ts';
import { dnsList } from './dns-list.ts';
import { dnsSet } from './dns-set.ts';
import { dnsSwap } from './dns-swap.ts';
import { dnsUndo } from './dns-undo.ts';
import { domainsAssignable } from './domains-assignable.ts';
import { domainsBuy } from './domains-buy.ts';
import { domainsCatchAll } from './domains-catch-all.ts';
import { domainsCatchAllOff } from './domains-catch-all-off.ts';
import { domainsCheck } from './domains-check.ts';
import { domainsConnect } from './domains-connect.ts';
import { domainsCredentials } from './domains-credentials.ts';
import { domainsDmarc } from './domains-dmarc.ts';
import { domainsEmailForward } from './domains-email-forward.ts';
import { domainsEmailUnforward } from './domains-email-unforward.ts';
import { domainsForward } from './domains-forward.ts';
import { domainsList } from './domains-list.ts';
import { domainsNameservers } from './domains-nameservers.ts';
import { domainsPaymentLink } from './domains-payment-link.ts';
import { domainsRemove } from './domains-remove.ts';
import { domainsRetire } from './domains-retire.ts';
import { domainsSearch } from './domains-search.ts';
import { domainsShow } from './domains-show.ts';
import { domainsUnforward } from './domains-unforward.ts';
import { domainsVerify } from './domains-verify.ts';
import { exportsAddAccount } from './exports-add-account.ts';
import { exportsHistory } from './exports-history.ts';
import { exportsRecord } from './exports-record.ts';
import { exportsUpdateAccount } from './exports-update-account.ts';
import { mailboxesAssign } from './mailboxes-assign.ts';
import { mailboxesConnectInboxes } from './mailboxes-connect-inboxes.ts';
import { mailboxesExport } from './mailboxes-export.ts';
import { mailboxesList } from './mailboxes-list.ts';
import { mailboxesRemove } from './mailboxes-remove.ts';
import { mailboxesShow } from './mailboxes-show.ts';
import { mailboxesUpdate } from './mailboxes-update.ts';
import { mailboxesWarmup } from './mailboxes-warmup.ts';
import { notifyList } from './notify-list.ts';
import { notifySubscribe } from './notify-subscribe.ts';
import { notifyUnsubscribe } from './notify-unsubscribe.ts';
import { placementList } from './placement-list.ts';
import { placementRun } from './placement-run.ts';
import { placementShow } from './placement-show.ts';
import { setup } from './setup.ts';
import { setupChannels } from './setup-channels.ts';
import { setupCloudflare } from './setup-cloudflare.ts';
import { setupComments } from './setup-comments.ts';
import { setupLitemail } from './setup-litemail.ts';
import { setupRoles } from './setup-roles.ts';
import { status } from './status.ts';
import { subscriptionsCancel } from './subscriptions-cancel.ts';
import { subscriptionsList } from './subscriptions-list.ts';
import { subscriptionsUpgrade } from './subscriptions-upgrade.ts';
import { tagsCreate } from './tags-create.ts';
import { tagsDelete } from './tags-delete.ts';
import { tagsList } from './tags-list.ts';
import { tagsUpdate } from './tags-update.ts';
import { templatesDelete } from './templates-delete.ts';
import { templatesList } from './templates-list.ts';
import { templatesSave } from './templates-save.ts';
import { templatesShow } from './templates-show.ts';
import { walletAutoRecharge } from './wallet-auto-recharge.ts';
import { walletBalance } from './wallet-balance.ts';
import { walletCredit } from './wallet-credit.ts';
import { walletInvoices } from './wallet-invoices.ts';
import { walletTopUp } from './wallet-top-up.ts';
import { webhooksDelete } from './webhooks-delete.ts';
import { webhooksList } from './webhooks-list.ts';
import { webhooksRegister } from './webhooks-register.ts';
import { whoami } from './whoami.ts';
import { workspacesCreate } from './workspaces-create.ts';
import { workspacesList } from './workspaces-list.ts';
import { workspacesUpdate } from './workspaces-update.ts';

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
