import { z } from 'zod';
import { flag, positional } from '../../../engine/commands/arguments.ts';
import { noChange } from '../../../engine/commands/define.ts';
import { commandPrefix, typed } from '../../../lib/text.ts';
import { dollars } from '../../../ui/money.ts';
import { callOnce } from '../../litemail/index.ts';
import { command } from '../../product-context.ts';
import { Dollars, PlannedDollars } from '../amount.ts';
import { payment } from '../service/payment.ts';
import { readWallet } from '../service/read-wallet.ts';

const usual = { below: 20, adds: 50 };
const amount = Dollars.optional();
const Setting = z.object({
  /** Null in `from` where LiteMail does not say. */
  on: z.boolean().nullable(),
  below: PlannedDollars,
  adds: PlannedDollars,
});
const AutoRecharge = z.object({ kind: z.literal('auto-recharge'), from: Setting, to: Setting });

const words = ({ on, below, adds }: z.output<typeof Setting>) =>
  on === null
    ? 'set in a way that LiteMail does not say'
    : on
      ? `below ${dollars(below)} it adds ${dollars(adds)}`
      : 'off';

const asSetting = (wallet: { recharges: boolean | null; below: number | null; adds: number | null }) => ({
  on: wallet.recharges,
  below: wallet.below ?? usual.below,
  adds: wallet.adds ?? usual.adds,
});

export const walletAutoRecharge = command.planned({
  name: 'wallet auto-recharge',
  summary: 'Turn auto-recharge of the LiteMail wallet on or off, or change its amounts',
  role: 'operator',
  operations: { litemail: ['enableAutoRecharge', 'getWalletBalance'] },
  args: {
    state: positional(z.enum(['on', 'off']), { label: 'Auto-recharge', help: 'On or off', example: 'on' }),
    below: flag(amount, {
      label: 'Below, in USD',
      help: 'Recharge below this balance; default: the current setting, else 20',
      example: '20',
    }),
    add: flag(amount, {
      label: 'Add, in USD',
      help: 'What is charged each time; default: the current setting, else 50',
      example: '50',
    }),
  },
  planSchema: AutoRecharge,
  async plan(ctx, { state, below, add }) {
    const from = asSetting(await readWallet(await ctx.apis.litemail(ctx.actor.teamId)));
    const to = { on: state === 'on', below: below ?? from.below, adds: add ?? from.adds };
    if (words(from) === words(to)) return noChange({ text: `Auto-recharge is already set this way: ${words(to)}.` });
    return { kind: 'auto-recharge' as const, from, to };
  },
  describe: ({ from, to }) => ({
    title: to.on ? `Set the wallet’s auto-recharge: ${words(to)}` : 'Turn off the wallet’s auto-recharge',
    subjects: ['wallet'],
    effect: to.on ? 'spends' : 'destructive',
    risk: {
      level: 'medium',
      reasons: to.on
        ? [`${dollars(to.adds)} is charged each time, without asking anybody again`]
        : ['whatever is paid from the wallet stops when it is empty'],
    },
    items: [
      { sign: '-', text: `auto-recharge ${words(from)}` },
      { sign: '+', text: `auto-recharge ${words(to)}` },
    ],
    meaning: to.on
      ? [
          `Each time the wallet falls below ${dollars(to.below)}, ${dollars(to.adds)} is charged to the saved card.`,
          'The monthly total depends on what the wallet pays for; LiteMail sets no limit.',
        ]
      : ['Mailboxes and domains that the wallet pays for lapse unless somebody tops it up in time.'],
    undo:
      from.on === null
        ? `Not known: LiteMail does not say how it is set now. ${commandPrefix} wallet auto-recharge sets it anew.`
        : from.on
          ? `${commandPrefix} wallet auto-recharge on --below ${from.below} --add ${from.adds}`
          : `${commandPrefix} wallet auto-recharge off. What was already charged stays in the wallet.`,
    calls: 2,
  }),
  async apply(ctx, { to }, journal) {
    const litemail = await ctx.apis.litemail(ctx.actor.teamId, 'apply');
    const called = await callOnce(journal, {
      before: async () => asSetting(await readWallet(litemail)),
      call: () =>
        litemail.enableAutoRecharge({
          body: to.on ? { enable: true, threshold: to.below, minimumRechargeAmount: to.adds } : { enable: false },
        }),
      isDone: async () => words(asSetting(await readWallet(litemail))) === words(to),
    });
    if (called.kind === 'unknown')
      return {
        status: 'failed',
        text: `The outcome is unknown: the call was sent, no answer came, and LiteMail does not show the new setting (${words(to)}). It was not retried. ${typed('wallet balance')} shows the current setting.`,
      };
    if (called.kind === 'seen') return { status: 'applied', text: `Auto-recharge is set: ${words(to)}.` };
    const { toPay, ...own } = payment(called.answer);
    return {
      status: 'applied',
      text: toPay
        ? `Auto-recharge is set (${words(to)}) and starts once a card is saved; only the requester has the link.`
        : `Auto-recharge is set: ${words(to)}.`,
      ...own,
    };
  },
});
