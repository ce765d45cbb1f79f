import type { Routes } from '../litemail-route.ts';
import { account } from './account-handlers.ts';
import { cloudflare } from './credential-handlers.ts';
import { dashboard } from './dashboard-handlers.ts';
import { dns } from './dns-handlers.ts';
import { domains } from './domain-handlers.ts';
import { domainSettings } from './domain-setting-handlers.ts';
import { mailboxExports } from './export-handlers.ts';
import { mailboxes } from './mailbox-handlers.ts';
import { placement } from './placement-handlers.ts';
import { registration } from './registration-handlers.ts';
import { tags } from './tag-handlers.ts';
import { users } from './user-handlers.ts';
import { wallet } from './wallet-handlers.ts';
import { warmup } from './warmup-handlers.ts';
import { webhooks } from './webhook-handlers.ts';

/** Every operation of LiteMail API v3. */
export const operations: Routes = {
  ...users,
  ...domains,
  ...domainSettings,
  ...registration,
  ...mailboxes,
  ...warmup,
  ...account,
  ...wallet,
  ...mailboxExports,
  ...dns,
  ...tags,
  ...placement,
  ...dashboard,
  ...cloudflare,
  ...webhooks,
};
