import type { Outcome, Proposal } from '../../../domain/proposal.ts';
import type { Json } from '../../../lib/json.ts';
import type { Requirement } from '../policy/policy.ts';

export type DecisionType = 'approve' | 'deny';

export interface Decision {
  readonly by: string;
  readonly type: DecisionType;
  /** The fingerprint of the plan that this person saw. */
  readonly fingerprint: string;
  /** Indexes of the `require` entries that this person could satisfy when deciding. */
  readonly meets: readonly number[];
  readonly reason?: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

/**
 * pending ─▶ approved ─▶ applied | failed | refused (drift);  pending ─▶ denied | expired | withdrawn.
 * `approved` is durable because the process may die before the apply ends.
 */
export type RequestStatus =
  | 'pending'
  | 'approved'
  | 'applied'
  | 'failed'
  | 'refused'
  | 'denied'
  | 'expired'
  | 'withdrawn';

/** A message that shows the request and is kept current; `outcome` is the one that tells the requester how it ended. */
export interface Card {
  readonly channel: string;
  readonly ts: string;
  readonly kind: 'approvers' | 'requester' | 'outcome';
  /** Hash of what it shows, and whether it has decision buttons; absent on cards of older releases. */
  readonly contentHash?: string;
  readonly awaitsDecision?: boolean;
}

/** One plan waiting for its quorum, and its outcome. The plan itself is in the plan store under its fingerprint. */
export interface ApprovalRequest {
  readonly id: string;
  readonly teamId: string;
  readonly command: string;
  readonly args: { readonly [name: string]: Json };
  readonly fingerprint: string;
  readonly proposal: Proposal;
  /** What the command added to the card later: for information only, not part of the fingerprint or the risk. */
  readonly enrichment?: { readonly title: string; readonly lines: readonly string[] };
  /** Requests on the same subjects that were open when this one was made. */
  readonly earlier?: readonly Pick<ApprovalRequest, 'id' | 'requester' | 'status'>[];
  /** Characters in the plan or the reason that nobody can see, by code and name; every text that is drawn shows them escaped. */
  readonly hidden?: readonly string[];
  readonly requester: string;
  readonly reason?: string;
  /** What must not be applied to at the same time; the subjects of the proposal where it is not said. */
  readonly locks?: readonly string[];
  readonly rule: string;
  /** Empty: the requester confirms the plan and nobody else is asked. */
  readonly require: readonly Requirement[];
  /** Who could meet each entry of `require` when the request was made; `*` stands for every full member. */
  readonly eligible: readonly (readonly string[])[];
  /** Where the approvers' card goes; absent when nobody else is asked. */
  readonly channel?: string;
  /** Why the approvers' card could not be posted there, so that nobody has been asked. */
  readonly postError?: string;
  readonly decisions: readonly Decision[];
  readonly status: RequestStatus;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly closedAt?: number;
  readonly cards: readonly Card[];
  /** Who pressed Stop during a run. */
  readonly stop?: { readonly by: string; readonly at: number };
  /** Shown on the cards while the request is being applied. */
  readonly progress?: string;
  readonly outcome?: Omit<Outcome, 'inverse'>;
  /** Fingerprint of the stored plan that undoes this one. */
  readonly inverse?: string;
  readonly undoOf?: string;
  /** Subject → the request that undid what was written there. */
  readonly undone?: Readonly<Record<string, string>>;
  /** The request that undid the last of it. */
  readonly undoneBy?: string;
  /** The store found that something else wrote it, or changed it: nothing is done with it. */
  readonly tampered?: true;
  /** Grows by one with each stored change; writers compare and set on it. */
  readonly version: number;
}
