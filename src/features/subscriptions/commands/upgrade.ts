import { z } from 'zod';
import { positional } from '../../../engine/commands/arguments.ts';
import { noChange } from '../../../engine/commands/define.ts';
import { AppError } from '../../../lib/errors.ts';
import { typed } from '../../../lib/text.ts';
import { dollars } from '../../../ui/money.ts';
import { allBillingSubscriptions, callOnce, subscriptionNamed } from '../../litemail/index.ts';
import { command } from '../../product-context.ts';
import { payment } from '../../wallet/index.ts';
import { isCancelled, subscription } from './cancel.ts';

const Upgrade = z.object({
  kind: z.literal('upgrade-subscription'),
  id: z.string(),
  from: z.string(),
  to: z.string(),
  price: z.number().nullable(),
  mailboxes: z.number().nullable(),
});

const unknownPlan = 'the current plan';
const same = (a: string | undefined, b: string) => a?.toLowerCase() === b.toLowerCase();

export const subscriptionsUpgrade = command.planned({
  name: 'subscriptions upgrade',
  summary: 'Upgrade a LiteMail subscription to another plan',
  role: 'operator',
  operations: { litemail: ['upgradeBillingSubscription', 'listBillingSubscriptions'] },
  args: {
    subscription,
    plan: positional(z.string().min(1).max(60), {
      label: 'New plan',
      help: 'Its name on LiteMail’s price list',
      example: 'Scale',
    }),
  },
  planSchema: Upgrade,
  async plan(ctx, { subscription: typed, plan }) {
    const subscription = subscriptionNamed(
      await allBillingSubscriptions(await ctx.apis.litemail(ctx.actor.teamId)),
      typed,
    );
    if (isCancelled(subscription.status))
      throw new AppError(
        'conflict',
        `The subscription ${subscription.plan ?? subscription.id} is cancelled, so it cannot be upgraded.`,
        {
          hint: 'Start a new one in LiteMail’s dashboard.',
        },
      );
    if (same(subscription.plan, plan)) return noChange({ text: `The subscription is already on plan ${plan}.` });
    return {
      kind: 'upgrade-subscription' as const,
      id: subscription.id,
      from: subscription.plan ?? unknownPlan,
      to: plan,
      price: subscription.price ?? null,
      mailboxes: subscription.totalMailboxQuantity ?? null,
    };
  },
  describe: ({ id, from, to, price, mailboxes }) => ({
    title: `Upgrade the LiteMail subscription from ${from} to ${to}`,
    subjects: [`subscription ${id}`],
    effect: 'spends',
    risk: { level: 'high', reasons: ['LiteMail does not show the new price beforehand, and charges it every month'] },
    items: [
      {
        sign: '-',
        text: `${from}${mailboxes === null ? '' : `, ${mailboxes} mailboxes`}${price === null ? '' : `, ${dollars(price)} a month`}`,
      },
      { sign: '+', text: `${to} (subscription ${id})` },
    ],
    meaning: [
      `Current price: ${price === null ? 'not shown by LiteMail' : `${dollars(price)} a month`}${mailboxes === null ? '' : ` for ${mailboxes} mailboxes`}. LiteMail’s price list shows what ${to} costs a month.`,
      'The new price is charged from now on, every month, until the subscription is changed or cancelled.',
    ],
    undo: 'LiteMail’s API cannot downgrade. Its dashboard or support may be able to.',
    calls: 2,
  }),
  async apply(ctx, { id, from, to, price }, journal) {
    const litemail = await ctx.apis.litemail(ctx.actor.teamId, 'apply');
    const now = async () => (await allBillingSubscriptions(litemail)).find((each) => each.id === id);
    const current = (await now())?.plan;
    // Somebody else's request may have been applied since; nothing of this one has been sent yet.
    if (journal.read() === undefined && current && !same(current, from) && from !== unknownPlan)
      throw new AppError('drift', `The subscription is on plan ${current} now, and no longer on ${from}.`, {
        hint: 'Ask again if another plan is still needed.',
      });
    const called = await callOnce(journal, {
      before: async () => ({ plan: (await now())?.plan ?? null }),
      call: () => litemail.upgradeBillingSubscription({ params: { id }, body: { newPlan: to } }),
      isDone: async () => same((await now())?.plan, to),
    });
    const seen = await now();
    const costs =
      seen?.price === undefined
        ? ''
        : ` It costs ${dollars(seen.price)} a month now${price === null ? '' : ` instead of ${dollars(price)}`}.`;
    if (called.kind === 'unknown')
      return {
        status: 'failed',
        text: `The outcome is unknown: the upgrade was sent, no answer came, and LiteMail still shows ${seen?.plan ?? from}. It was not retried. Check ${typed('subscriptions list')} and LiteMail’s dashboard before you try again.`,
      };
    if (called.kind === 'seen')
      return {
        status: 'applied',
        text: `LiteMail’s answer was lost, but it shows plan ${to}: the upgrade was made once.${costs}`,
      };
    const { toPay, ...own } = payment(called.answer);
    return {
      status: 'applied',
      text: toPay
        ? `LiteMail upgrades from ${from} to ${to} once it is paid for; only the requester has the payment link.`
        : `The subscription is upgraded from ${from} to ${to}.${costs}`,
      ...own,
    };
  },
});
