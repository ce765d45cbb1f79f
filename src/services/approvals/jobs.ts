import { undoEnds } from '../../core/approval/decide.ts';
import type { ApprovalRequest, Card } from '../../core/approval/request.ts';
import type { AuditFact } from '../../core/audit.ts';
import type { Json } from '../../core/json.ts';
import type { NewJob } from '../../ports/stores.ts';

/**
 * Stored together with each change of a request: what happened goes into the audit, and the messages that show the
 * request are posted or brought up to date. `version` in the key, so that no change is swallowed by an earlier one.
 */
export const changedJob = (request: ApprovalRequest, now: number, fact?: AuditFact): NewJob => ({
  teamId: request.teamId,
  kind: 'request-changed',
  key: `changed:${request.teamId}:${request.id}:${request.version}`,
  data: { id: request.id, ...(fact && { fact: fact as unknown as Json }) },
  runAt: now,
});

/** Bring one message up to date that had to wait for Slack: whatever the request is by then is what it shows. */
export const cardJob = (
  { teamId, id }: Pick<ApprovalRequest, 'teamId' | 'id'>,
  kind: Card['kind'],
  runAt: number,
): NewJob => ({
  teamId,
  kind: 'card',
  key: `card:${teamId}:${id}:${kind}`,
  data: { id, kind },
  runAt,
});

/** Carry the approved plan out. */
export const applyJob = ({ teamId, id }: ApprovalRequest, now: number): NewJob => ({
  teamId,
  kind: 'apply-request',
  key: `apply:${teamId}:${id}`,
  data: { id },
  runAt: now,
});

/** Take the Undo button away when its time is over. */
export const undoOverJob = (request: ApprovalRequest): NewJob => ({
  teamId: request.teamId,
  kind: 'request-changed',
  key: `undo-over:${request.teamId}:${request.id}`,
  data: { id: request.id },
  runAt: undoEnds(request),
});

/** Let the request expire when its time has come. */
export const expiryJob = ({ teamId, id, expiresAt }: ApprovalRequest): NewJob => ({
  teamId,
  kind: 'expire-request',
  key: `expire:${teamId}:${id}`,
  data: { id },
  runAt: expiresAt,
});
