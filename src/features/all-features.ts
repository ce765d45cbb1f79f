import type { Feature } from '../engine/features/define-feature.ts';
import { registryOf } from '../engine/features/registry.ts';
import { approvalsFeature } from './approvals/index.ts';
import { billingFeature } from './billing/index.ts';
import { dnsFeature } from './dns/index.ts';
import { domainsFeature } from './domains/index.ts';
import { exportsFeature } from './exports/index.ts';
import { fleetFeature } from './fleet/index.ts';
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

/** Every feature there is, in the order in which help shows them. */
export const features: readonly Feature[] = [
  statusFeature,
  fleetFeature,
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

/** Every command of the product. */
export const registry = registryOf(features);
