import { z } from 'zod';
import type { Operations } from '../../../ports/operation.ts';
import { answer, apiKey, Count, Id, listOf, maybe, Paging, row, Status, someOf } from './litemail-shapes.ts';

/** Seed mails by where they arrived. */
const arrived = { inbox: maybe(Count), spam: maybe(Count), missing: maybe(Count), total: maybe(Count) };
const missing = { missing: ['other'] };

const PlacementTest = row(
  {
    id: Id,
    testName: maybe(z.string()),
    status: maybe(Status),
    createdAt: maybe(z.string()),
    completedAt: maybe(z.string()),
    summary: maybe(
      row({ ...arrived, inboxRate: maybe(Count), spamRate: maybe(Count), authPassRate: maybe(Count) }, missing),
    ),
    byProvider: maybe(someOf(row({ provider: z.string(), ...arrived }, missing))),
    mailboxes: maybe(someOf(row({ mailboxId: maybe(Id), email: maybe(z.string()), ...arrived }, missing))),
  },
  { testName: ['name'] },
);

export const placement = {
  listPlacementTests: {
    title: 'List Placement Tests',
    method: 'GET',
    path: '/v1/placement-tests',
    query: Paging.omit({ contains: true }),
    response: listOf(PlacementTest, 'placementTests', 'tests'),
    idempotent: true,
    does: [],
    permission: apiKey,
    evidence: 'inferred',
  },
  createPlacementTest: {
    title: 'Create Placement Test',
    method: 'POST',
    path: '/v1/placement-tests',
    body: z.strictObject({
      testName: z.string().min(1),
      mailboxIds: z.array(z.string().min(1)).min(1),
      emailSubject: z.string().min(1).optional(),
      emailBody: z.string().min(1).optional(),
    }),
    /** Without the test itself, find it by its name in the list. */
    response: answer(maybe(PlacementTest)),
    idempotent: false,
    does: ['costs'],
    permission: apiKey,
    evidence: 'inferred',
  },
} as const satisfies Operations;
