import type { Operation } from '../context.ts';
import type { Title } from '../paths.ts';
import { cloudflare } from './cloudflare.ts';
import { domains } from './domains.ts';
import { mailboxes } from './mailboxes.ts';
import { placement } from './placement.ts';
import { users } from './users.ts';
import { wallet } from './wallet.ts';
import { webhooks } from './webhooks.ts';

export const operations: Partial<Record<Title, Operation>> = {
  ...users,
  ...domains,
  ...mailboxes,
  ...wallet,
  ...placement,
  ...cloudflare,
  ...webhooks,
};
