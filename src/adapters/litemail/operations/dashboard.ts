import { z } from 'zod';
import { isObject } from '../../../lib/json.ts';
import type { Operations } from '../../../ports/operation.ts';
import { answer, apiKey, Count, maybe, row } from './litemail-shapes.ts';

/** Counts as `{ status: n }`, inside `counts`, or as rows `{ status, count }`. */
const asCounts = (value: unknown): unknown => {
  const inner = isObject(value) && (isObject(value.counts) || Array.isArray(value.counts)) ? value.counts : value;
  if (!Array.isArray(inner)) return inner ?? {};
  return Object.fromEntries(
    inner.filter(isObject).flatMap(({ status, count }) => (typeof status === 'string' ? [[status, count]] : [])),
  );
};

export const dashboard = {
  getDashboard: {
    title: 'Get Dashboard Overview',
    method: 'GET',
    path: '/v1/dashboard',
    response: answer(
      row({
        totalDomains: maybe(Count),
        activeDomains: maybe(Count),
        totalMailboxes: maybe(Count),
        activeMailboxes: maybe(Count),
        walletBalance: maybe(Count),
        activeSubscriptions: maybe(Count),
      }),
    ),
    idempotent: true,
    does: [],
    permission: apiKey,
    evidence: 'inferred',
  },
  getMailboxStatusCounts: {
    title: 'Get Mailbox Status Counts',
    method: 'GET',
    path: '/v1/dashboard/mailbox-status',
    /** Status as LiteMail writes it → number of mailboxes. */
    response: z.preprocess(asCounts, z.record(z.string(), maybe(Count))),
    idempotent: true,
    does: [],
    permission: apiKey,
    evidence: 'inferred',
  },
} as const satisfies Operations;
