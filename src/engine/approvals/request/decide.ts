import type { Outcome } from '../../../domain/proposal.ts';
import { AppError } from '../../../lib/errors.ts';
import { typed } from '../../../lib/text.ts';
import type { RequestFacts } from '../../../ui/requests/request-state.ts';
import type { Requirement } from '../policy/policy.ts';
import type { ApprovalRequest, Decision, RequestStatus } from './request.ts';

const statusText: Record<Exclude<RequestStatus, 'pending'>, string> = {
  approved: 'has been approved and is being applied',
  applied: 'has been approved and applied',
  failed: 'has been approved, but applying it failed',
  refused: 'was approved, then refused because a record had changed',
  denied: 'has been denied',
  expired: 'has expired',
  withdrawn: 'has been withdrawn',
};

/** What somebody is told who decides too late. */
export function closedText(request: ApprovalRequest): string {
  if (request.status === 'pending') return 'This request is still waiting.';
  return `This request ${statusText[request.status]}${decidedBy(request)}. Nothing more was done.`;
}

function decidedBy({ status, requester, decisions }: ApprovalRequest): string {
  if (status === 'withdrawn') return ` by <@${requester}>`;
  const by = [...new Set(decisions.map((decision) => `<@${decision.by}>`))].join(', ');
  return by && status !== 'expired' ? ` (decided by ${by})` : '';
}

export const isOpen = (request: ApprovalRequest): boolean => request.status === 'pending';

/**
 * Entries of `require` that the approvals so far do not satisfy, with how many people each is short by. One person counts
 * for one entry only, so this finds the assignment that satisfies the most.
 */
export function missingApprovals(
  request: Pick<ApprovalRequest, 'require' | 'decisions' | 'fingerprint'>,
): { requirement: Requirement; shortBy: number }[] {
  const approvals = request.decisions.filter((d) => d.type === 'approve' && d.fingerprint === request.fingerprint);
  const seats = request.require.flatMap((requirement, index) =>
    Array.from({ length: requirement.min }, () => ({ requirement, index })),
  );
  const assigned = new Array<Decision | undefined>(seats.length);
  const seat = (decision: Decision, tried: Set<number>): boolean =>
    seats.some(({ index }, at) => {
      if (tried.has(at) || !decision.meets.includes(index)) return false;
      tried.add(at);
      const occupant = assigned[at];
      if (occupant && !seat(occupant, tried)) return false;
      assigned[at] = decision;
      return true;
    });
  for (const decision of approvals) seat(decision, new Set());
  return request.require
    .map((requirement, index) => ({
      requirement,
      shortBy: seats.filter((s, at) => s.index === index && !assigned[at]).length,
    }))
    .filter(({ shortBy }) => shortBy > 0);
}

/** One decision on a pending request. Pure: the caller stores what comes back. */
export function decide(request: ApprovalRequest, decision: Decision): ApprovalRequest {
  if (!isOpen(request)) throw new AppError('conflict', closedText(request));
  if (decision.at >= request.expiresAt) {
    throw new AppError('conflict', 'This request has expired, so nothing was done.', {
      hint: 'Ask again if it is still needed.',
    });
  }
  if (decision.fingerprint !== request.fingerprint) {
    throw new AppError('drift', 'The plan has changed since this card was posted.', {
      hint: 'Use the newest card.',
    });
  }
  const confirming = request.require.length === 0;
  if (confirming && decision.by !== request.requester) {
    throw new AppError('forbidden', `Only <@${request.requester}> can confirm this plan.`);
  }
  if (!confirming && decision.by === request.requester) {
    throw new AppError('forbidden', 'You requested this, so somebody else has to decide.', {
      toOthers: 'Nobody decides on what they requested themselves.',
      hint:
        decision.type === 'deny' ? 'To take it back, press *Withdraw* in your direct message.' : 'Nothing was changed.',
    });
  }
  if (!confirming && decision.meets.length === 0) {
    throw new AppError('forbidden', 'You can’t decide this request.', {
      toOthers: 'This person is not among those who can decide on it.',
      hint: `The card names who can. An admin assigns roles in ${typed('setup')}.`,
    });
  }
  if (request.decisions.some((d) => d.by === decision.by && d.type === decision.type)) {
    throw new AppError('conflict', 'You have already decided this; your first decision counts.', {
      toOthers: 'This person decided on it before, and the first decision counts.',
    });
  }
  const next = { ...request, decisions: [...request.decisions, decision], version: request.version + 1 };
  if (decision.type === 'deny') return { ...next, status: 'denied', closedAt: decision.at };
  return missingApprovals(next).length === 0 ? { ...next, status: 'approved' } : next;
}

export function withdraw(request: ApprovalRequest, by: string, at: number): ApprovalRequest {
  if (!isOpen(request)) throw new AppError('conflict', closedText(request));
  if (by !== request.requester)
    throw new AppError('forbidden', `Only <@${request.requester}> can withdraw this request.`);
  return { ...request, status: 'withdrawn', closedAt: at, version: request.version + 1 };
}

/** Undefined when it has not expired yet or is no longer pending. */
export function expire(request: ApprovalRequest, now: number): ApprovalRequest | undefined {
  if (!isOpen(request) || now < request.expiresAt) return undefined;
  return { ...request, status: 'expired', closedAt: now, version: request.version + 1 };
}

/** The request with its outcome, or with a corrected one after a recheck. */
export function closeWithOutcome(
  request: ApprovalRequest,
  outcome: Outcome,
  inverse: string | undefined,
  at: number,
): ApprovalRequest {
  const { inverse: _, ...stored } = outcome;
  const { progress: __, inverse: ___, ...rest } = request;
  return {
    ...rest,
    status: outcome.status,
    outcome: stored,
    closedAt: request.closedAt ?? at,
    ...(inverse && { inverse }),
    version: request.version + 1,
  };
}

const undoDays = 30;

/** When the Undo button is removed. */
export const undoExpiresAt = ({ closedAt = 0 }: ApprovalRequest): number => closedAt + undoDays * 86_400_000;

/** Whether it changed something that can be put back. */
export const wasWritten = ({ inverse, outcome }: ApprovalRequest): boolean =>
  inverse !== undefined || outcome?.undoable === true;

/** Whether the Undo button is still offered: also for the part of a failed plan that was written. */
export const canUndo = (request: ApprovalRequest, now: number): boolean =>
  (request.status === 'applied' || request.status === 'failed') &&
  wasWritten(request) &&
  request.undoneBy === undefined &&
  now < undoExpiresAt(request);

export const requestFacts = (request: ApprovalRequest, now: number): RequestFacts => ({
  missing: missingApprovals(request),
  written: wasWritten(request),
  undo: canUndo(request, now),
});

/** Subjects restored by this undo, including those that needed no change when it was planned. */
export function restoredSubjects({ status, proposal, outcome }: ApprovalRequest): readonly string[] {
  const done = (proposal.subjects ?? []).filter(
    (subject) => status === 'applied' || outcome?.written?.[subject] === 'all',
  );
  return [...done, ...(status === 'applied' || status === 'failed' ? (proposal.unchanged ?? []) : [])];
}

/** The original request, marked as undone for these subjects; undefined when nothing changes. */
export function markSubjectsUndone(
  original: ApprovalRequest,
  undo: Pick<ApprovalRequest, 'id' | 'status'>,
  undoneSubjects: readonly string[],
): ApprovalRequest | undefined {
  const newlyUndone = undoneSubjects.filter((subject) => !original.undone?.[subject]);
  const parts = Object.keys(original.outcome?.written ?? {});
  // Without parts of its own it is undone as a whole.
  const isWhole = parts.length === 0 && undo.status === 'applied';
  if ((newlyUndone.length === 0 && !isWhole) || original.undoneBy) return undefined;
  const undone = { ...original.undone, ...Object.fromEntries(newlyUndone.map((subject) => [subject, undo.id])) };
  const allUndone = isWhole || (parts.length > 0 && parts.every((subject) => undone[subject]));
  return { ...original, undone, ...(allUndone && { undoneBy: undo.id }), version: original.version + 1 };
}
