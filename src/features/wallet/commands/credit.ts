import { z } from 'zod';
import { typed } from '../../../lib/text.ts';
import { dollars, dollarsIfSaid } from '../../../ui/money.ts';
import { callOnce } from '../../litemail/index.ts';
import { command } from '../../product-context.ts';
import { PlannedDollars } from '../amount.ts';
import { payment } from '../service/payment.ts';
import { hasGrown, notSeen, readWallet, waitForEarlierCharges } from '../service/read-wallet.ts';
import { amount } from './top-up.ts';

const Credit = z.object({ kind: z.literal('credit'), amount: PlannedDollars });

export const walletCredit = command.planned({
  name: 'wallet credit',
  summary: 'Add credit to the LiteMail wallet, charged to the saved card',
  role: 'operator',
  notes: ['Unlike `wallet top-up`, this charges the saved card as soon as it is approved.'],
  operations: { litemail: ['addWalletCredit', 'getWalletBalance'] },
  args: { amount },
  planSchema: Credit,
  async plan(ctx, { amount: wanted }) {
    await ctx.apis.litemail(ctx.actor.teamId);
    return { kind: 'credit' as const, amount: wanted };
  },
  describe: ({ amount: wanted }) => ({
    title: `Add ${dollars(wanted)} of credit to the LiteMail wallet`,
    subjects: ['wallet'],
    effect: 'spends',
    risk: { level: 'medium', reasons: [`LiteMail charges ${dollars(wanted)} to the saved card at once`] },
    items: [{ sign: '+', text: `1 charge of ${dollars(wanted)} to the card saved at LiteMail` }],
    meaning: [`${dollars(wanted)} once, not monthly. Without a saved card LiteMail refuses it or asks for payment.`],
    undo: 'Not possible from here: credit stays in the wallet. LiteMail’s support may refund it.',
    calls: 2,
  }),
  async apply(ctx, { amount: wanted }, journal) {
    await waitForEarlierCharges(ctx, journal);
    const litemail = await ctx.apis.litemail(ctx.actor.teamId, 'apply');
    const called = await callOnce(journal, {
      before: () => readWallet(litemail),
      call: () => litemail.addWalletCredit({ body: { amount: wanted } }),
      isDone: async (before) => hasGrown(before, await readWallet(litemail), wanted),
    });
    const now = await readWallet(litemail);
    const balance = `Wallet balance: ${dollarsIfSaid(called.before.balance)} before, ${dollarsIfSaid(now.balance)} now.`;
    if (called.kind === 'unknown')
      return {
        status: 'failed',
        text: `The outcome is unknown: the charge of ${dollars(wanted)} was sent, no answer came, and ${notSeen(called.before, now)}. It was not retried. Check ${typed('wallet invoices')} before you try again.`,
        forRequester: { text: balance },
      };
    if (called.kind === 'seen')
      return {
        status: 'applied',
        text: `LiteMail’s answer was lost, but the wallet has grown by ${dollars(wanted)}: it was charged once.`,
        forRequester: { text: balance },
      };
    const { toPay, ...own } = payment(called.answer, balance);
    return {
      status: 'applied',
      text: toPay
        ? `LiteMail needs a payment of ${dollars(wanted)} first; only the requester has the link.`
        : `${dollars(wanted)} of credit was added to the wallet.`,
      ...own,
    };
  },
});
