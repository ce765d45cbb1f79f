import { z } from 'zod';
import { positional } from '../../../engine/commands/arguments.ts';
import { dollars, dollarsIfSaid } from '../../../ui/money.ts';
import { callOnce } from '../../litemail/index.ts';
import { command } from '../../product-context.ts';
import { Dollars, PlannedDollars } from '../amount.ts';
import { payment } from '../service/payment.ts';
import { hasGrown, notSeen, readWallet, type Wallet, waitForEarlierCharges } from '../service/read-wallet.ts';

const TopUp = z.object({ kind: z.literal('top-up'), amount: PlannedDollars });

export const amount = positional(Dollars, {
  label: 'Amount in USD',
  help: 'Dollars, 1 to 10,000',
  example: '50',
});

export const walletTopUp = command.planned({
  name: 'wallet top-up',
  summary: 'Top up the LiteMail wallet with a payment link',
  role: 'operator',
  notes: ['Once approved, the requester gets LiteMail’s payment link. The balance grows when it is paid.'],
  operations: { litemail: ['addWalletBalance', 'getWalletBalance'] },
  args: { amount },
  planSchema: TopUp,
  async plan(ctx, { amount: wanted }) {
    await ctx.apis.litemail(ctx.actor.teamId);
    return { kind: 'top-up' as const, amount: wanted };
  },
  describe: ({ amount: wanted }) => ({
    title: `Top up the LiteMail wallet by ${dollars(wanted)}`,
    subjects: ['wallet'],
    effect: 'spends',
    risk: { level: 'medium', reasons: [`${dollars(wanted)} is paid once`] },
    items: [{ sign: '+', text: `1 payment of ${dollars(wanted)}` }],
    meaning: [`One payment of ${dollars(wanted)}, not monthly. It is made on LiteMail’s payment page, outside Slack.`],
    undo: 'Leave the link unpaid. What was paid stays in the wallet: LiteMail doesn’t refund top-ups.',
    calls: 2,
  }),
  async apply(ctx, { amount: wanted }, journal) {
    await waitForEarlierCharges(ctx, journal);
    const litemail = await ctx.apis.litemail(ctx.actor.teamId, 'apply');
    const called = await callOnce(journal, {
      before: () => readWallet(litemail),
      call: () => litemail.addWalletBalance({ body: { amount: wanted } }),
      isDone: async (before) => hasGrown(before, await readWallet(litemail), wanted),
    });
    const balanceNow = (now: Wallet) =>
      `Wallet balance: ${dollarsIfSaid(called.before.balance)} before, ${dollarsIfSaid(now.balance)} now.`;
    if (called.kind === 'unknown') {
      const now = await readWallet(litemail);
      return {
        status: 'failed',
        text: `The outcome is unknown: the call for a payment link for ${dollars(wanted)} was sent, no answer came, and ${notSeen(called.before, now)}. It was not retried. Nothing is charged until a link is paid: run the command again for a new one.`,
        forRequester: { text: balanceNow(now) },
      };
    }
    if (called.kind === 'seen')
      return {
        status: 'applied',
        text: `LiteMail’s answer was lost, but the wallet has grown by ${dollars(wanted)}.`,
        forRequester: { text: balanceNow(await readWallet(litemail)) },
      };
    const { toPay, ...own } = payment(called.answer);
    return {
      status: 'applied',
      text: toPay
        ? `LiteMail created a payment link for ${dollars(wanted)}; only the requester has it. The balance grows when it is paid.`
        : `LiteMail accepted the top-up of ${dollars(wanted)}.`,
      ...own,
    };
  },
});
