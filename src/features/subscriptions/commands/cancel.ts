import { z } from 'zod';
import { positional } from '../../../engine/commands/arguments.ts';
import { noChange } from '../../../engine/commands/define.ts';
import { day } from '../../../ui/list.ts';
import { dollars } from '../../../ui/money.ts';
import { allBillingSubscriptions, subscriptionNamed } from '../../litemail/index.ts';
import { command } from '../../product-context.ts';

const Cancellation = z.object({
  kind: z.literal('cancel-subscription'),
  id: z.string(),
  plan: z.string(),
  mailboxes: z.number().nullable(),
  price: z.number().nullable(),
  until: z.string(),
});

export const subscription = positional(z.string().min(1), {
  label: 'Subscription',
  help: 'Its id, or the name of its plan',
  example: 'Pro',
});
export const isCancelled = (status: string | undefined): boolean => /^cancell?ed$/i.test(status ?? '');

export const subscriptionsCancel = command.planned({
  name: 'subscriptions cancel',
  summary: 'Cancel a LiteMail subscription',
  role: 'operator',
  operations: { litemail: ['cancelBillingSubscription', 'listBillingSubscriptions'] },
  args: { subscription },
  planSchema: Cancellation,
  async plan(ctx, { subscription: typed }) {
    const subscriptionRow = subscriptionNamed(
      await allBillingSubscriptions(await ctx.apis.litemail(ctx.actor.teamId)),
      typed,
    );
    if (isCancelled(subscriptionRow.status))
      return noChange({ text: `The ${subscriptionRow.plan ?? ''} subscription is already cancelled.` });
    return {
      kind: 'cancel-subscription' as const,
      id: subscriptionRow.id,
      plan: subscriptionRow.plan ?? subscriptionRow.id,
      mailboxes: subscriptionRow.totalMailboxQuantity ?? null,
      price: subscriptionRow.price ?? null,
      until: day(subscriptionRow.periodEnd),
    };
  },
  describe: ({ id, plan, mailboxes, price, until }) => ({
    title: `Cancel the LiteMail subscription ${plan}`,
    subjects: [`subscription ${id}`],
    effect: 'destructive',
    risk: { level: 'high', reasons: ['every mailbox of the subscription stops working when it ends'] },
    items: [
      {
        sign: '-',
        text: `${plan} (${id})${mailboxes === null ? '' : `, ${mailboxes} mailboxes`}${price === null ? '' : `, ${dollars(price)} a month`}`,
      },
    ],
    meaning: [
      `${mailboxes === null ? 'Its mailboxes' : `Its ${mailboxes} mailboxes`} work until ${until || 'the end of the period'} at the latest; then sending and receiving stop.`,
      ...(price === null ? [] : [`${dollars(price)} a month is no longer charged.`]),
    ],
    undo: 'Only with a new subscription in LiteMail’s dashboard. Mailboxes that are gone by then start cold.',
    calls: 2,
  }),
  async apply(ctx, { id, plan, until }) {
    const litemail = await ctx.apis.litemail(ctx.actor.teamId, 'apply');
    const now = (await allBillingSubscriptions(litemail)).find((each) => each.id === id);
    if (now && !isCancelled(now.status)) await litemail.cancelBillingSubscription({ params: { id } });
    return {
      status: 'applied',
      text: `The LiteMail subscription ${plan} is cancelled${until ? `; it is paid until ${until}` : ''}.`,
    };
  },
});
