import { z } from 'zod';
import type { AuditFact } from '../../../domain/audit/audit-chain.ts';
import type { ChannelSubscription, Endpoint } from '../../../domain/events/event.ts';
import type { Plan } from '../../../domain/proposal.ts';
import type { ApprovalRequest } from '../../../engine/approvals/request/request.ts';
import type { Job, TeamSettings } from '../../../ports/stores.ts';

/** What store.json holds: all that changes. Values are replaced and never changed in place, so a reader may keep one. */
export interface State {
  readonly version: 1;
  readonly teams: readonly TeamSettings[];
  readonly requests: readonly ApprovalRequest[];
  readonly jobs: readonly Job[];
  readonly subscriptions: readonly ChannelSubscription[];
  readonly endpoints: readonly Endpoint[];
  /** What was stored with requests and is on its way to files of its own (outbox.ts). */
  readonly outbox?: Outbox;
}

export interface Outbox {
  readonly facts: readonly AuditFact[];
  readonly plans: readonly { readonly teamId: string; readonly fingerprint: string; readonly plan: Plan }[];
}

export const emptyState: State = { version: 1, teams: [], requests: [], jobs: [], subscriptions: [], endpoints: [] };

// The fields that the stores themselves look at; the rest of a row is what the services put there.
const row = z.looseObject({ teamId: z.string(), id: z.string() });

export const RequestShape = row.extend({
  version: z.int(),
  status: z.string(),
  createdAt: z.number(),
  proposal: z.looseObject({ title: z.string() }),
});

export const StateShape = z.strictObject({
  version: z.literal(1),
  teams: z.array(
    z.looseObject({
      teamId: z.string(),
      version: z.int(),
      policy: z.looseObject({}),
      secrets: z.record(z.string(), z.string()),
    }),
  ),
  requests: z.array(RequestShape),
  jobs: z.array(row.extend({ kind: z.string(), key: z.string(), runAt: z.number(), attempts: z.int() })),
  subscriptions: z.array(row.extend({ channel: z.string() })),
  endpoints: z.array(row.extend({ url: z.string() })),
  outbox: z
    .strictObject({
      facts: z.array(z.looseObject({ teamId: z.string(), key: z.string() })),
      plans: z.array(z.strictObject({ teamId: z.string(), fingerprint: z.string(), plan: z.json() })),
    })
    .optional(),
});

/** The state with these in its outbox. */
export const withOutbox = (state: State, added: Partial<Outbox>): State => {
  const { facts = [], plans = [] } = state.outbox ?? {};
  if (!added.facts?.length && !added.plans?.length) return state;
  return {
    ...state,
    outbox: { facts: [...facts, ...(added.facts ?? [])], plans: [...plans, ...(added.plans ?? [])] },
  };
};

/** Of a release that knows more than this one. */
export const Later = z.looseObject({ version: z.int().min(2) });

interface Row {
  readonly teamId: string;
  readonly id: string;
}

export const isRow =
  ({ teamId, id }: Row) =>
  (other: Row): boolean =>
    other.id === id && other.teamId === teamId;

/** The rows with this one at the place of its namesake, or at the end. */
export const withRow = <R extends Row>(rows: readonly R[], next: R): R[] =>
  rows.some(isRow(next)) ? rows.map((row) => (isRow(next)(row) ? next : row)) : [...rows, next];

export const withoutRow = <R extends Row>(rows: readonly R[], gone: Row): R[] =>
  rows.filter((row) => !isRow(gone)(row));
