import { z } from 'zod';
import type { Operations } from '../../../ports/operation.ts';
import { answer, apiKey, Count, Id, listOf, maybe, row, Status } from './litemail-shapes.ts';

const BillingSubscription = row(
  {
    id: Id,
    plan: maybe(z.string()),
    status: maybe(Status),
    price: maybe(Count),
    totalMailboxQuantity: maybe(Count),
    periodStart: maybe(z.string()),
    periodEnd: maybe(z.string()),
    paymentFailureMessage: maybe(z.string()),
  },
  { status: ['subscriptionStatus'], plan: ['planName'] },
);

export const subscriptions = {
  listBillingSubscriptions: {
    title: 'Get All Subscriptions',
    method: 'GET',
    path: '/v1/subscriptions',
    response: listOf(BillingSubscription, 'subscriptions'),
    idempotent: true,
    does: [],
    permission: apiKey,
    evidence: 'docs',
  },
  cancelBillingSubscription: {
    title: 'Cancel Subscription',
    method: 'DELETE',
    path: '/v1/subscriptions/{id}',
    response: answer(
      maybe(
        row({ id: maybe(Id), cancelledAt: maybe(z.string()), status: maybe(Status) }, { cancelledAt: ['canceledAt'] }),
      ),
    ),
    idempotent: true,
    does: ['deletes'],
    permission: apiKey,
    evidence: 'inferred',
  },
  upgradeBillingSubscription: {
    title: 'Upgrade Subscription',
    method: 'PUT',
    path: '/v1/subscriptions/{id}/upgrade',
    /** The plan's name. */
    body: z.strictObject({ newPlan: z.string().min(1) }),
    response: answer(
      maybe(
        row({
          id: maybe(Id),
          oldPlan: maybe(z.string()),
          newPlan: maybe(z.string()),
          upgradedAt: maybe(z.string()),
          paymentLink: maybe(z.string()),
        }),
      ),
    ),
    idempotent: false,
    does: ['costs', 'replaces'],
    permission: apiKey,
    evidence: 'docs',
  },
} as const satisfies Operations;
