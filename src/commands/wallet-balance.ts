import { section } from '../views/block-kit.ts';
import { command } from './define.ts';

/** USD as LiteMail counts it: 42.5 is $42.50. */
export const dollars = (amount: number): string =>
  new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' }).format(amount);

export const walletBalance = command.read({
  name: 'wallet balance',
  summary: 'Show the LiteMail wallet, to you alone',
  role: 'viewer',
  onlyForCaller: true,
  reaches: { litemail: ['getWalletBalance'] },
  args: {},
  async run(ctx) {
    const {
      walletBalance: balance,
      autoRechargeEnabled,
      autoRechargeDetails,
    } = await (await ctx.apis.litemail(ctx.actor.teamId)).getWalletBalance();
    const { threshold, minimumRechargeAmount: amount } = autoRechargeDetails ?? {};
    const recharge = autoRechargeEnabled
      ? `Auto-recharge is on${threshold === undefined ? '' : `: below ${dollars(threshold)}`}${amount === undefined ? '' : ` it adds ${dollars(amount)}`}.`
      : 'Auto-recharge is off.';
    return {
      text: `Wallet: ${dollars(balance)}. ${recharge}`,
      blocks: [section(`:moneybag: *${dollars(balance)}* in the LiteMail wallet\n${recharge}`)],
    };
  },
});
