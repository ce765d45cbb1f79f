import { collectPages } from '../../../lib/all-pages.ts';
import { counted, day, isEmpty, listView } from '../../../ui/list.ts';
import { dollars } from '../../../ui/money.ts';
import { command } from '../../product-context.ts';

const money = (amount: number | undefined, currency = 'usd') =>
  amount === undefined
    ? ''
    : currency.toLowerCase() === 'usd'
      ? dollars(amount)
      : `${amount} ${currency.toUpperCase()}`;

export const walletInvoices = command.read({
  name: 'wallet invoices',
  summary: 'List LiteMail invoices, only to you',
  role: 'operator',
  onlyForCaller: true,
  operations: { litemail: ['listInvoices'] },
  args: {},
  async run(ctx) {
    const litemail = await ctx.apis.litemail(ctx.actor.teamId);
    const invoices = await collectPages(100, (page) => litemail.listInvoices({ query: { page, limit: 100 } }));
    if (isEmpty(invoices)) return { text: 'There are no LiteMail invoices yet.' };
    return listView({
      title: counted(invoices, 'invoice'),
      head: ['Date', 'Number', 'Amount', 'Status', 'Link'],
      rows: invoices.items.map(({ createdAt, number, id, amount, currency, status, invoiceUrl, pdfUrl }) => [
        day(createdAt),
        number ?? id,
        money(amount, currency),
        status?.toLowerCase() ?? '',
        invoiceUrl ?? pdfUrl ?? '',
      ]),
      of: invoices,
      right: [2],
      notes: ['Only you can see this.'],
    });
  },
});
