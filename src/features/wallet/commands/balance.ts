import { section } from '../../../ui/block-kit.ts';
import { dollars } from '../../../ui/money.ts';
import { command } from '../../product-context.ts';

export const walletBalance = command.read({
  name: 'wallet balance',
  summary: 'Show the LiteMail wallet balance, only to you',
  role: 'operator',
  onlyForCaller: true,
  operations: { litemail: ['getWalletBalance'] },
  args: {},
  async run(ctx) {
    const {
      walletBalance: balance,
      autoRechargeEnabled,
      autoRechargeDetails,
    } = await (await ctx.apis.litemail(ctx.actor.teamId)).getWalletBalance();
    const { threshold, minimumRechargeAmount: amount } = autoRechargeDetails ?? {};
    const recharge =
      autoRechargeEnabled === undefined
        ? 'LiteMail does not say whether auto-recharge is on.'
        : autoRechargeEnabled
          ? `Auto-recharge is on${threshold === undefined ? '' : `: below ${dollars(threshold)}`}${amount === undefined ? '' : ` it adds ${dollars(amount)}`}.`
          : 'Auto-recharge is off.';
    if (balance === undefined) return { text: `LiteMail does not say what the balance of the wallet is. ${recharge}` };
    return {
      text: `Wallet: ${dollars(balance)}. ${recharge}`,
      blocks: [section(`:moneybag: *${dollars(balance)}* in the LiteMail wallet\n${recharge}`)],
    };
  },
});
