import { z } from 'zod';
import { approvalsList } from './approvals-list.ts';
import { approvalsShow } from './approvals-show.ts';
import { approvalsWithdraw } from './approvals-withdraw.ts';
import { positional } from './args.ts';
import { type Command, command } from './define.ts';
import { helpFor } from './derive.ts';
import { dnsAdd } from './dns-add.ts';
import { dnsDelete } from './dns-delete.ts';
import { dnsList } from './dns-list.ts';
import { dnsSet } from './dns-set.ts';
import { dnsUndo } from './dns-undo.ts';
import { domainsConnect } from './domains-connect.ts';
import { domainsCredentials } from './domains-credentials.ts';
import { notifyList } from './notify-list.ts';
import { notifySubscribe } from './notify-subscribe.ts';
import { notifyUnsubscribe } from './notify-unsubscribe.ts';
import { placementList } from './placement-list.ts';
import { placementRun } from './placement-run.ts';
import { placementShow } from './placement-show.ts';
import { setup } from './setup.ts';
import { setupChannels } from './setup-channels.ts';
import { setupCloudflare } from './setup-cloudflare.ts';
import { setupLitemail } from './setup-litemail.ts';
import { setupRoles } from './setup-roles.ts';
import { walletBalance } from './wallet-balance.ts';
import { webhooksDelete } from './webhooks-delete.ts';
import { webhooksList } from './webhooks-list.ts';
import { webhooksRegister } from './webhooks-register.ts';
import { whoami } from './whoami.ts';

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
  whoami,
  setup,
  setupLitemail,
  setupCloudflare,
  setupChannels,
  setupRoles,
  domainsConnect,
  domainsCredentials,
  dnsList,
  dnsAdd,
  dnsSet,
  dnsDelete,
  dnsUndo,
  walletBalance,
  placementRun,
  placementList,
  placementShow,
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
