import { AppError } from '../errors.ts';
import type { Outcome } from '../plan.ts';
import type { Requirement } from './policy.ts';
import type { ApprovalRequest, Decision, RequestStatus } from './request.ts';

const past: Record<Exclude<RequestStatus, 'pending'>, string> = {
  approved: 'has been approved and is being carried out',
  applied: 'has been approved and carried out',
  failed: 'has been approved, and carrying it out failed',
  refused: 'was approved, and then refused because a record had changed',
  denied: 'has been denied',
  expired: 'has expired',
  withdrawn: 'has been withdrawn',
};

/** "already approved by <@U1>", for whoever comes second. */
export function settledText(request: ApprovalRequest): string {
  if (request.status === 'pending') return 'This request is still waiting.';
  return `This request ${past[request.status]}${settledBy(request)}. Nothing more was done.`;
}

function settledBy({ status, requester, decisions }: ApprovalRequest): string {
  if (status === 'withdrawn') return ` by <@${requester}>`;
  const by = [...new Set(decisions.map((decision) => `<@${decision.by}>`))].join(', ');
  return by && status !== 'expired' ? ` (decided by ${by})` : '';
}

export const isOpen = (request: ApprovalRequest): boolean => request.status === 'pending';

/**
 * Entries of `require` that the approvals so far do not meet, with how many people each still lacks. One person counts
 * for one entry only, so this looks for the assignment that leaves the least open.
 */
export function missing(
  request: Pick<ApprovalRequest, 'require' | 'decisions' | 'fingerprint'>,
): { requirement: Requirement; lacks: number }[] {
  const approvals = request.decisions.filter((d) => d.verdict === 'approve' && d.fingerprint === request.fingerprint);
  const seats = request.require.flatMap((requirement, index) =>
    Array.from({ length: requirement.min }, () => ({ requirement, index })),
  );
  const holder = new Array<Decision | undefined>(seats.length);
  const seat = (decision: Decision, tried: Set<number>): boolean =>
    seats.some(({ index }, at) => {
      if (tried.has(at) || !decision.meets.includes(index)) return false;
      tried.add(at);
      const sitting = holder[at];
      if (sitting && !seat(sitting, tried)) return false;
      holder[at] = decision;
      return true;
    });
  for (const decision of approvals) seat(decision, new Set());
  return request.require
    .map((requirement, index) => ({
      requirement,
      lacks: seats.filter((s, at) => s.index === index && !holder[at]).length,
    }))
    .filter(({ lacks }) => lacks > 0);
}

/** One decision on a pending request. Pure: the caller stores what comes back. */
export function decide(request: ApprovalRequest, decision: Decision): ApprovalRequest {
  if (!isOpen(request)) throw new AppError('conflict', settledText(request));
  if (decision.at >= request.expiresAt) {
    throw new AppError('conflict', 'This request has expired, so nothing was done.', {
      hint: 'Ask for it again if it is still wanted.',
    });
  }
  if (decision.fingerprint !== request.fingerprint) {
    throw new AppError('drift', 'The plan has changed since this card was posted.', {
      hint: 'Decide on the newest card.',
    });
  }
  const confirming = request.require.length === 0;
  if (confirming && decision.by !== request.requester) {
    throw new AppError('forbidden', `Only <@${request.requester}> can confirm this plan.`);
  }
  if (!confirming && decision.by === request.requester) {
    throw new AppError('forbidden', 'You asked for this yourself, so somebody else has to decide.', {
      hint:
        decision.verdict === 'deny'
          ? 'Use *Withdraw* in your direct message to take it back.'
          : 'Your press changed nothing.',
    });
  }
  if (!confirming && decision.meets.length === 0) {
    throw new AppError('forbidden', 'You are not among the people who may decide this request.', {
      hint: 'The card names who may. An admin gives roles in `/litemail setup`.',
    });
  }
  if (request.decisions.some((d) => d.by === decision.by && d.verdict === decision.verdict)) {
    throw new AppError('conflict', 'You have decided this already; your first press counts.');
  }
  const next = { ...request, decisions: [...request.decisions, decision], version: request.version + 1 };
  if (decision.verdict === 'deny') return { ...next, status: 'denied', closedAt: decision.at };
  return missing(next).length === 0 ? { ...next, status: 'approved' } : next;
}

export function withdraw(request: ApprovalRequest, by: string, at: number): ApprovalRequest {
  if (!isOpen(request)) throw new AppError('conflict', settledText(request));
  if (by !== request.requester)
    throw new AppError('forbidden', `Only <@${request.requester}> can take this request back.`);
  return { ...request, status: 'withdrawn', closedAt: at, version: request.version + 1 };
}

/** Undefined while it has not expired, or when it no longer waits. */
export function expire(request: ApprovalRequest, now: number): ApprovalRequest | undefined {
  if (!isOpen(request) || now < request.expiresAt) return undefined;
  return { ...request, status: 'expired', closedAt: now, version: request.version + 1 };
}

/** As it ended, or as was found out later that it did. */
export function close(
  request: ApprovalRequest,
  outcome: Outcome,
  inverse: string | undefined,
  at: number,
): ApprovalRequest {
  const { inverse: _, ...said } = outcome;
  const { journal, progress: __, inverse: ___, ...rest } = request;
  return {
    ...rest,
    ...(outcome.again && journal !== undefined && { journal }),
    status: outcome.status,
    outcome: said,
    closedAt: request.closedAt ?? at,
    ...(inverse && { inverse }),
    version: request.version + 1,
  };
}

const undoDays = 30;

/** When the Undo button goes away. */
export const undoEnds = ({ closedAt = 0 }: ApprovalRequest): number => closedAt + undoDays * 86_400_000;

/** Whether the Undo button is still offered: also for the part of a failed plan that was written. */
export const canUndo = (request: ApprovalRequest, now: number): boolean =>
  (request.status === 'applied' || request.status === 'failed') &&
  request.inverse !== undefined &&
  request.undoneBy === undefined &&
  now < undoEnds(request);

/** The zones that are as they were before once this undo has ended: some may have been so already when it was planned. */
export function putBack({ status, proposal, outcome }: ApprovalRequest): readonly string[] {
  const done = proposal.zones.filter((zone) => status === 'applied' || outcome?.written?.[zone] === 'all');
  return [...done, ...(status === 'applied' || status === 'failed' ? (proposal.already ?? []) : [])];
}

/** A request once it is undone in these zones; undefined when nothing more of it is undone than before. */
export function undone(
  original: ApprovalRequest,
  undo: Pick<ApprovalRequest, 'id'>,
  covered: readonly string[],
): ApprovalRequest | undefined {
  const fresh = covered.filter((zone) => !original.undone?.[zone]);
  if (fresh.length === 0 || original.undoneBy) return undefined;
  const zones = { ...original.undone, ...Object.fromEntries(fresh.map((zone) => [zone, undo.id])) };
  const over = Object.keys(original.outcome?.written ?? {}).every((zone) => zones[zone]);
  return { ...original, undone: zones, ...(over && { undoneBy: undo.id }), version: original.version + 1 };
}
