import type { Operation } from '../context.ts';
import type { Title } from '../paths.ts';
import { account } from './account.ts';
import { cloudflare } from './cloudflare.ts';
import { dashboard } from './dashboard.ts';
import { dns } from './dns.ts';
import { domainSettings } from './domain-settings.ts';
import { domains } from './domains.ts';
import { mailboxExports } from './exports.ts';
import { mailboxes } from './mailboxes.ts';
import { placement } from './placement.ts';
import { registration } from './registration.ts';
import { tags } from './tags.ts';
import { users } from './users.ts';
import { wallet } from './wallet.ts';
import { warmup } from './warmup.ts';
import { webhooks } from './webhooks.ts';

/** Every operation of LiteMail API v3; one without an answer does not compile. */
export const operations: Record<Title, Operation> = {
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
