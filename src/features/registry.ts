import { z } from 'zod';
import { positional } from '../engine/commands/arguments.ts';
import { type Command, command } from '../engine/commands/define.ts';
import { helpFor } from '../engine/commands/derive.ts';
import type { Feature } from '../engine/features/define-feature.ts';
import { approvalsFeature } from './approvals/index.ts';
import { billingFeature } from './billing/index.ts';
import { dnsFeature } from './dns/index.ts';
import { domainsFeature } from './domains/index.ts';
import { exportsFeature } from './exports/index.ts';
import { mailboxesFeature } from './mailboxes/index.ts';
import { notificationsFeature } from './notifications/index.ts';
import { placementFeature } from './placement/index.ts';
import { setupFeature } from './setup/index.ts';
import { statusFeature } from './status/index.ts';
import { subscriptionsFeature } from './subscriptions/index.ts';
import { tagsFeature } from './tags/index.ts';
import { templatesFeature } from './templates/index.ts';
import { walletFeature } from './wallet/index.ts';
import { webhooksFeature } from './webhooks/index.ts';
import { workspacesFeature } from './workspaces/index.ts';

const help: Command = command.read({
  name: 'help',
  summary: 'List what you may do, or explain one noun or command',
  role: null,
  args: {
    words: positional(z.array(z.string()).optional(), { label: 'About', help: 'A noun, or a command', example: 'dns' }),
  },
  run: async ({ actor }, { words = [] }) => helpFor(registry, actor.roles, words),
});

/** Every feature there is, in the order in which help shows them. */
export const features: readonly Feature[] = [
  statusFeature,
  setupFeature,
  domainsFeature,
  dnsFeature,
  templatesFeature,
  mailboxesFeature,
  walletFeature,
  placementFeature,
  workspacesFeature,
  tagsFeature,
  subscriptionsFeature,
  billingFeature,
  exportsFeature,
  notificationsFeature,
  webhooksFeature,
  approvalsFeature,
];

/** Every command there is, once; every surface is derived from this list. */
export const registry: readonly Command[] = [help, ...features.flatMap(({ commands }) => commands)];
