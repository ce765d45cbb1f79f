import { z } from 'zod';
import type { Operations } from '../../../ports/operation.ts';
import { answer, apiKey, Count, Id, maybe, row } from './litemail-shapes.ts';

export const users = {
  getUser: {
    title: 'Retrieve User Details',
    method: 'GET',
    path: '/v1/users',
    response: answer(
      row({
        id: maybe(Id),
        email: maybe(z.string()),
        firstName: maybe(z.string()),
        lastName: maybe(z.string()),
        activePlan: maybe(z.string()),
        planEndsOn: maybe(z.string()),
        purchasedMailboxes: maybe(Count),
        assignedMailboxes: maybe(Count),
        walletBalance: maybe(Count),
      }),
    ),
    idempotent: true,
    does: [],
    permission: apiKey,
    evidence: 'docs',
  },
} as const satisfies Operations;
