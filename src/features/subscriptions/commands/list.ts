import { day, listView, plural } from '../../../ui/list.ts';
import { dollars } from '../../../ui/money.ts';
import { allBillingSubscriptions } from '../../litemail/index.ts';
import { command } from '../../product-context.ts';

export const subscriptionsList = command.read({
  name: 'subscriptions list',
  summary: 'List LiteMail subscriptions: plan, mailboxes, price and period',
  role: 'viewer',
  operations: { litemail: ['listBillingSubscriptions'] },
  args: {},
  async run(ctx) {
    const rows = await allBillingSubscriptions(await ctx.apis.litemail(ctx.actor.teamId));
    if (rows.length === 0) return { text: 'This account has no LiteMail subscription.' };
    const failing = rows.flatMap(({ plan, paymentFailureMessage: why }) =>
      why ? [`:warning: ${plan ?? 'A plan'} could not be charged: ${why}`] : [],
    );
    return listView({
      title: plural(rows.length, 'subscription'),
      head: ['Plan', 'Status', 'Mailboxes', 'Price a month', 'Paid until', 'Id'],
      rows: rows.map(({ plan, status, totalMailboxQuantity: count, price, periodEnd, id }) => [
        plan ?? '',
        status?.toLowerCase() ?? '',
        count === undefined ? '' : String(count),
        price === undefined ? '' : dollars(price),
        day(periodEnd),
        id,
      ]),
      right: [2, 3],
      notes: failing,
    });
  },
});
