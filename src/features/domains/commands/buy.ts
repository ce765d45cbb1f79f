import { z } from 'zod';
import { displayName, normaliseName } from '../../../domain/dns/model/name.ts';
import { flag, positional } from '../../../engine/commands/arguments.ts';
import { typed } from '../../../lib/text.ts';
import { plural } from '../../../ui/list.ts';
import { aMonth, dollars } from '../../../ui/money.ts';
import { allDomains, callOnce, Domain, years } from '../../litemail/index.ts';
import { command } from '../../product-context.ts';
import { balanceIfKnown, payment } from '../../wallet/index.ts';
import { Order, offersOf, totalOf } from '../service/domain-offers.ts';

const Purchase = z.object({ kind: z.literal('buy-domains'), orders: z.array(Order), useWallet: z.boolean() });

export const domainsBuy = command.planned({
  name: 'domains buy',
  summary: 'Request to buy domains, with the price of each',
  role: 'operator',
  notes: ['With `--wallet`, the LiteMail wallet pays at once; otherwise the requester gets a payment link.'],
  operations: { litemail: ['buyDomains', 'searchDomains', 'listDomains', 'getWalletBalance'] },
  args: {
    domains: positional(z.array(Domain).min(1).max(20), {
      label: 'Domains',
      help: '1 to 20 available names',
      example: 'acmehello.com',
    }),
    years,
    wallet: flag(z.boolean().default(false), {
      label: 'From the wallet',
      help: 'Pay from the LiteMail wallet instead of a payment link',
      example: 'true',
    }),
  },
  planSchema: Purchase,
  async plan(ctx, { domains, years: count, wallet }) {
    const orders = await offersOf(await ctx.apis.litemail(ctx.actor.teamId), [...new Set(domains)], count);
    return { kind: 'buy-domains' as const, orders, useWallet: wallet };
  },
  describe: ({ orders, useWallet }) => {
    const { price, renewal } = totalOf(orders);
    return {
      title: `Buy ${orders.length === 1 ? displayName(orders[0]?.name ?? '') : plural(orders.length, 'domain')} for ${price === undefined ? 'a price LiteMail does not give' : dollars(price)}`,
      subjects: orders.map(({ name }) => name),
      effect: 'spends',
      risk: {
        level: price === undefined || price > 200 ? 'high' : 'medium',
        reasons: [
          price === undefined ? 'LiteMail gives no price in advance' : `${dollars(price)} is paid and not refunded`,
        ],
      },
      items: orders.map(({ name, years: count, price: each, renewal: later }) => ({
        sign: '+' as const,
        text: `${displayName(name)}, ${plural(count, 'year')}, ${each === null ? 'price unknown' : dollars(each)}${later === null ? '' : `, renews at ${dollars(later)} a year`}`,
      })),
      meaning: [
        `${plural(orders.length, 'domain')}, ${price === undefined ? 'price unknown' : `${dollars(price)} in all`}.`,
        renewal === undefined
          ? 'LiteMail does not give the renewal price.'
          : `Renewal then costs ${dollars(renewal)} a year, ${aMonth(renewal)}.`,
        useWallet
          ? 'The LiteMail wallet pays at once when this is approved.'
          : 'The requester pays on LiteMail’s payment page, outside Slack.',
      ],
      undo: 'A registered domain cannot be returned; it can be left to expire.',
      calls: orders.length + 2,
    };
  },
  async apply(ctx, { orders, useWallet }, journal) {
    const litemail = await ctx.apis.litemail(ctx.actor.teamId, 'apply');
    const names = orders.map(({ name }) => displayName(name)).join(', ');
    const owned = async () => {
      const all = new Set((await allDomains(litemail)).map(({ domain }) => normaliseName(domain)));
      return orders.filter(({ name }) => all.has(name)).length;
    };
    const called = await callOnce(journal, {
      before: () => balanceIfKnown(litemail),
      call: () =>
        litemail.buyDomains({
          body: { domains: orders.map(({ name, years: count }) => ({ domainName: name, years: count })), useWallet },
        }),
      isDone: async () => (await owned()) === orders.length,
    });
    if (called.kind === 'answered') {
      const { toPay, ...own } = payment(called.answer);
      return {
        status: 'applied',
        text: toPay
          ? `LiteMail made a payment link for ${names}; only the requester has it. The domains are registered once it is paid.`
          : `${names} ${orders.length === 1 ? 'is' : 'are'} bought. ${typed('domains list')} shows when ${orders.length === 1 ? 'it is' : 'they are'} active.`,
        ...own,
      };
    }
    const balance = await balanceIfKnown(litemail);
    const known = called.before !== null && balance !== null;
    const forRequester = {
      text: known
        ? `Wallet balance: ${dollars(called.before ?? 0)} before, ${dollars(balance)} now.`
        : 'LiteMail does not give the wallet balance.',
    };
    if (called.kind === 'seen')
      return {
        status: 'applied',
        text: `LiteMail’s answer was lost; its list shows ${names}, so ${orders.length === 1 ? 'it is' : 'they are'} bought, once.`,
        forRequester,
      };
    return {
      status: 'failed',
      text: `It is not known whether ${names} ${orders.length === 1 ? 'was' : 'were'} bought: LiteMail’s answer was lost and its list shows ${await owned()} of ${orders.length}. It was not retried. ${useWallet ? `Check the wallet and ${typed('wallet invoices')}` : 'Nothing is charged without a paid link; check LiteMail’s dashboard'} before you ask again.`,
      forRequester,
    };
  },
});
