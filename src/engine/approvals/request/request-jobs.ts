import type { NewJob } from '../../../ports/stores.ts';
import { undoExpiresAt } from './decide.ts';
import type { ApprovalRequest, Card } from './request.ts';

/**
 * Stored together with each change of a request: posts or updates the request's messages. The key includes `version`, so
 * that every change gets its own job.
 */
export const changedJob = (request: ApprovalRequest, now: number): NewJob => ({
  teamId: request.teamId,
  kind: 'request-changed',
  key: `changed:${request.teamId}:${request.id}:${request.version}`,
  data: { id: request.id },
  runAt: now,
  repeatable: true,
});

/** Updates one message that Slack rate-limited, with the request's state at that time. */
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

/** Applies the approved plan. */
export const applyJob = ({ teamId, id }: ApprovalRequest, now: number): NewJob => ({
  teamId,
  kind: 'apply-request',
  key: `apply:${teamId}:${id}`,
  data: { id },
  runAt: now,
  repeatable: true,
});

/** Removes the Undo button when it expires. */
export const undoOverJob = (request: ApprovalRequest): NewJob => ({
  teamId: request.teamId,
  kind: 'request-changed',
  key: `undo-over:${request.teamId}:${request.id}`,
  data: { id: request.id },
  runAt: undoExpiresAt(request),
});

/** Expires the request when it is due. */
export const expiryJob = ({ teamId, id, expiresAt }: ApprovalRequest): NewJob => ({
  teamId,
  kind: 'expire-request',
  key: `expire:${teamId}:${id}`,
  data: { id },
  runAt: expiresAt,
});
