import { counted, day, isEmpty, listView } from '../../../ui/list.ts';
import { dollars } from '../../../ui/money.ts';
import { listBillingSubscriptions } from '../../litemail/index.ts';
import { command } from '../../product-context.ts';

export const subscriptionsList = command.read({
  name: 'subscriptions list',
  summary: 'List LiteMail subscriptions: plan, mailboxes, price and period',
  role: 'viewer',
  operations: { litemail: ['listBillingSubscriptions'] },
  args: {},
  async run(ctx) {
    const listed = await listBillingSubscriptions(await ctx.apis.litemail(ctx.actor.teamId));
    const { items: rows } = listed;
    if (isEmpty(listed)) return { text: 'This account has no LiteMail subscription.' };
    const failing = rows.flatMap(({ plan, paymentFailureMessage: why }) =>
      why ? [`:warning: ${plan ?? 'A plan'} could not be charged: ${why}`] : [],
    );
    return listView({
      title: counted(listed, 'subscription'),
      head: ['Plan', 'Status', 'Mailboxes', 'Price a month', 'Paid until', 'Id'],
      rows: rows.map(({ plan, status, totalMailboxQuantity: count, price, periodEnd, id }) => [
        plan ?? '',
        status?.toLowerCase() ?? '',
        count === undefined ? '' : String(count),
        price === undefined ? '' : dollars(price),
        day(periodEnd),
        id,
      ]),
      of: listed,
      right: [2, 3],
      notes: failing,
    });
  },
});
