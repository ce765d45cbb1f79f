import { z } from 'zod';
import { positional } from '../../../engine/commands/arguments.ts';
import { dollars } from '../../../ui/money.ts';
import { command } from '../../context.ts';
import { callOnce } from '../../litemail/index.ts';
import { payment } from '../service/payment.ts';
import { hasGrown, readWallet } from '../service/read-wallet.ts';

const TopUp = z.object({ kind: z.literal('top-up'), amount: z.number() });

export const amount = positional(z.number().min(1).max(10_000), {
  label: 'Amount in USD',
  help: 'Dollars, 1 to 10,000',
  example: '50',
});

export const walletTopUp = command.planned({
  name: 'wallet top-up',
  summary: 'Ask for money to be added to the LiteMail wallet, with a payment link',
  role: 'operator',
  notes: ['Once it is approved, the requester gets LiteMail’s payment link; the balance grows when that is paid.'],
  operations: { litemail: ['addWalletBalance', 'getWalletBalance'] },
  args: { amount },
  planSchema: TopUp,
  async plan(ctx, { amount: wanted }) {
    await ctx.apis.litemail(ctx.actor.teamId);
    return { kind: 'top-up' as const, amount: wanted };
  },
  describe: ({ amount: wanted }) => ({
    title: `Top the LiteMail wallet up by ${dollars(wanted)}`,
    effect: 'spends',
    risk: { level: 'medium', reasons: [`${dollars(wanted)} is paid once`] },
    items: [{ sign: '+', text: `1 payment of ${dollars(wanted)}` }],
    meaning: [
      `One payment of ${dollars(wanted)}, nothing monthly. It happens on LiteMail’s payment page, outside Slack.`,
    ],
    undo: 'The link can be left unpaid. What was paid stays in the wallet; LiteMail knows no way back.',
    calls: 2,
    dns: false,
    zones: [],
  }),
  async apply(ctx, { amount: wanted }, journal) {
    const litemail = await ctx.apis.litemail(ctx.actor.teamId, 'apply');
    const called = await callOnce(journal, {
      before: () => readWallet(litemail),
      call: () => litemail.addWalletBalance({ body: { amount: wanted } }),
      isDone: async (before) => hasGrown(before, await readWallet(litemail), wanted),
    });
    const balance = async () =>
      `The wallet had ${dollars(called.before.balance)} before and has ${dollars((await readWallet(litemail)).balance)} now.`;
    if (called.kind === 'unknown')
      return {
        status: 'failed',
        text: `LiteMail’s answer with the payment link for ${dollars(wanted)} was lost, and the wallet has not grown. I did not ask again. Nothing is charged without a paid link: send the command again for a new one.`,
        forRequester: { text: await balance() },
      };
    if (called.kind === 'seen')
      return {
        status: 'applied',
        text: `LiteMail’s answer was lost, and the wallet has grown by ${dollars(wanted)}.`,
        forRequester: { text: await balance() },
      };
    const { toPay, ...own } = payment(called.answer);
    return {
      status: 'applied',
      text: toPay
        ? `LiteMail made a payment link for ${dollars(wanted)}; only the requester has it. The balance grows when it is paid.`
        : `LiteMail took the top-up of ${dollars(wanted)}.`,
      ...own,
    };
  },
});
