import { z } from 'zod';
import type { Operations } from '../../../ports/operation.ts';
import { answer, apiKey, Count, Id, listOf, maybe, Paging, Payment, row, Status } from './litemail-shapes.ts';

/** USD, not cents. */
const Amount = z.number().positive();

export const paymentAndWallet = {
  getWalletBalance: {
    title: 'Get Wallet Balance',
    method: 'GET',
    path: '/v1/wallet/balance',
    response: answer(
      row(
        {
          /** USD, not cents. */
          walletBalance: maybe(Count),
          autoRechargeEnabled: maybe(z.boolean()),
          autoRechargeDetails: maybe(row({ threshold: maybe(Count), minimumRechargeAmount: maybe(Count) })),
        },
        { walletBalance: ['balance'] },
      ),
    ),
    idempotent: true,
    does: [],
    permission: apiKey,
    evidence: 'sibling',
  },
  addWalletBalance: {
    title: 'Add Balance to Wallet',
    method: 'POST',
    path: '/v1/wallet/balance',
    body: z.strictObject({ amount: Amount }),
    response: Payment,
    idempotent: false,
    does: ['costs'],
    permission: apiKey,
    evidence: 'sibling',
  },
  enableAutoRecharge: {
    title: 'Enable Auto Recharge',
    method: 'POST',
    path: '/v1/wallet/auto-recharge',
    /** `enable: false` turns it off at once. */
    body: z.strictObject({
      enable: z.boolean(),
      threshold: Amount.optional(),
      minimumRechargeAmount: Amount.optional(),
    }),
    response: Payment,
    idempotent: false,
    does: ['costs', 'replaces'],
    permission: apiKey,
    evidence: 'inferred',
  },
} as const satisfies Operations;

const Invoice = row(
  {
    id: Id,
    number: maybe(z.string()),
    amount: maybe(Count),
    currency: maybe(z.string()),
    status: maybe(Status),
    createdAt: maybe(z.string()),
    invoiceUrl: maybe(z.string()),
    pdfUrl: maybe(z.string()),
  },
  { invoiceUrl: ['hostedInvoiceUrl'], pdfUrl: ['invoicePdf'] },
);

/** A group of its own in the navigation. */
export const wallet = {
  addWalletCredit: {
    title: 'Add Credit to Wallet',
    method: 'POST',
    path: '/v1/wallet/credit',
    body: z.strictObject({ amount: Amount }),
    response: Payment,
    idempotent: false,
    does: ['costs'],
    permission: apiKey,
    evidence: 'inferred',
  },
  listInvoices: {
    title: 'List Billing Invoices',
    method: 'GET',
    path: '/v1/wallet/invoices',
    query: Paging.pick({ page: true, limit: true }),
    response: listOf(Invoice, 'invoices'),
    idempotent: true,
    does: [],
    permission: apiKey,
    evidence: 'inferred',
  },
} as const satisfies Operations;
