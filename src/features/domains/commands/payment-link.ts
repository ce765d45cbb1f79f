import { z } from 'zod';
import { displayName } from '../../../domain/dns/model/name.ts';
import { positional } from '../../../engine/commands/arguments.ts';
import { plural } from '../../../ui/list.ts';
import { aMonth, dollars } from '../../../ui/money.ts';
import { Domain, years } from '../../litemail/index.ts';
import { command } from '../../product-context.ts';
import { payment } from '../../wallet/index.ts';
import { Order, offersOf } from '../service/domain-offers.ts';

const LinkPlan = z.object({ kind: z.literal('payment-link'), order: Order });

export const domainsPaymentLink = command.planned({
  name: 'domains payment-link',
  summary: 'Request LiteMail’s payment link for one domain',
  role: 'operator',
  notes: ['Anyone with the link can pay it, so it goes only to the requester, once somebody else has approved.'],
  operations: { litemail: ['getPurchaseLink', 'searchDomains'] },
  args: {
    domain: positional(Domain, { label: 'Domain', help: 'An available name', example: 'acmehello.com' }),
    years,
  },
  planSchema: LinkPlan,
  async plan(ctx, { domain, years: count }) {
    const [order] = await offersOf(await ctx.apis.litemail(ctx.actor.teamId), [domain], count);
    // Safe because offersOf throws for what is not offered.
    return { kind: 'payment-link' as const, order: order as Order };
  },
  describe: ({ order: { name, years: count, price, renewal } }) => ({
    title: `Get the payment link for ${displayName(name)}${price === null ? '' : `, ${dollars(price)}`}`,
    subjects: [name],
    effect: 'spends',
    risk: { level: 'medium', reasons: ['anyone with the link can pay it, and a domain cannot be returned'] },
    items: [
      {
        sign: '+',
        text: `${displayName(name)}, ${plural(count, 'year')}, ${price === null ? 'price unknown' : dollars(price)}`,
      },
    ],
    meaning: [
      renewal === null
        ? 'LiteMail does not give the renewal price.'
        : `Renewal then costs ${dollars(renewal)} a year, ${aMonth(renewal)}.`,
      'Payment happens on LiteMail’s page, outside Slack.',
    ],
    undo: 'Leave the link unpaid.',
    calls: 1,
  }),
  async apply(ctx, { order }) {
    const litemail = await ctx.apis.litemail(ctx.actor.teamId, 'apply');
    const answer = await litemail.getPurchaseLink({ query: { domainName: order.name, years: order.years } });
    const { toPay, ...own } = payment(answer);
    return toPay
      ? {
          status: 'applied',
          text: `LiteMail made a payment link for ${displayName(order.name)}; only the requester has it.`,
          ...own,
        }
      : { status: 'failed', text: `LiteMail gave no payment link for ${displayName(order.name)}.` };
  },
});
