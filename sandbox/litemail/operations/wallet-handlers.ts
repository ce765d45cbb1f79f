import { randomBytes } from 'node:crypto';
import { amount, fieldsOf, paged } from '../input.ts';
import { type Context, iso, newId, type Operation, Refusal } from '../litemail-context.ts';
import { type Routes, route } from '../litemail-route.ts';
import type { TeamState } from '../team-state.ts';

type Link = TeamState['wallet']['links'][number];

/** A payment page; nothing changes until it is paid. */
export function paymentLink({ team }: Context, link: Omit<Link, 'id'>): string {
  const id = `cs_sandbox_${randomBytes(8).toString('hex')}`;
  team.wallet.links.push({ id, ...link });
  return `https://checkout.example.com/pay/${id}`;
}

/** Moves the balance, writes the entry and the invoice; `by` is negative for what is spent. */
export function moveBalance(team: TeamState, by: number, reason: string, now: number): void {
  team.wallet.balance = Math.round((team.wallet.balance + by) * 100) / 100;
  team.wallet.entries.push({ id: newId(), at: iso(now), amount: by, reason });
  const number = `LM-${String(team.wallet.invoices.length + 1).padStart(5, '0')}`;
  const url = `https://invoices.example.com/${number}`;
  const id = newId();
  const amount = Math.abs(by);
  const paid = { currency: 'usd', status: 'paid', createdAt: iso(now), invoiceUrl: url, pdfUrl: `${url}.pdf` };
  team.wallet.invoices.unshift({ id, number, amount, ...paid });
}

const balanceOf = ({ wallet }: TeamState) => ({
  walletBalance: wallet.balance,
  autoRechargeEnabled: wallet.autoRecharge !== null,
  autoRechargeDetails: wallet.autoRecharge,
});

const getBalance: Operation = ({ team }) => ({
  message: 'Wallet balance retrieved successfully',
  data: balanceOf(team),
});

const addBalance: Operation = (context) => {
  const wanted = amount(fieldsOf(context.call), 'amount');
  const link = paymentLink(context, { amount: wanted, purpose: 'balance' });
  return { message: 'Open the payment link to add balance to your wallet', link: { paymentLink: link } };
};

const enableAutoRecharge: Operation = (context) => {
  const { team, call } = context;
  const fields = fieldsOf(call);
  if (typeof fields.enable !== 'boolean') throw new Refusal(400, 'enable is required');
  if (!fields.enable) {
    team.wallet.autoRecharge = null;
    return { message: 'Auto recharge disabled', data: balanceOf(team) };
  }
  const threshold = fields.threshold === undefined ? 20 : amount(fields, 'threshold');
  const least = fields.minimumRechargeAmount === undefined ? 50 : amount(fields, 'minimumRechargeAmount');
  team.wallet.autoRecharge = { threshold, minimumRechargeAmount: least };
  if (team.wallet.savedCard) return { message: 'Auto recharge enabled', data: balanceOf(team) };
  const link = paymentLink(context, { amount: least, purpose: 'auto-recharge' });
  return { message: 'Add a card to finish enabling auto recharge', link: { paymentLink: link } };
};

const addCredit: Operation = ({ team, call, now }) => {
  const credit = amount(fieldsOf(call), 'amount');
  if (!team.wallet.savedCard) throw new Refusal(400, 'No saved card to charge. Add balance with a payment link first.');
  moveBalance(team, credit, 'Credit', now());
  return { message: 'Credit added to wallet', data: balanceOf(team) };
};

const listInvoices: Operation = ({ team, call }) => ({
  message: 'Invoices retrieved successfully',
  data: paged(call, 'invoices', team.wallet.invoices),
});

export const wallet = {
  'Get Wallet Balance': route('GET /wallet/balance', getBalance, { sibling: '/wallet' }),
  'Add Balance to Wallet': route('POST /wallet/balance', addBalance, { sibling: '/wallet' }),
  'Enable Auto Recharge': route('POST /wallet/auto-recharge', enableAutoRecharge, {
    sibling: '/wallet/enable-auto-recharge',
  }),
  'Add Credit to Wallet': route('POST /wallet/credit', addCredit, { sibling: '/wallet/add-credit', onlyInV3: true }),
  'List Billing Invoices': route('GET /wallet/invoices', listInvoices, {
    sibling: '/billing/invoices',
    onlyInV3: true,
  }),
} satisfies Routes;
