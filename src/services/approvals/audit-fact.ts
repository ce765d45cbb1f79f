import type { ApprovalRequest } from '../../core/approval/request.ts';
import type { AuditFact } from '../../core/audit.ts';
import type { Json } from '../../core/json.ts';

/** An audit line about one version of a request: which command, which plan by fingerprint, who, and the details. */
export const auditFact = (
  request: ApprovalRequest,
  action: string,
  actor: string,
  now: number,
  details: { readonly [key: string]: Json } = {},
): AuditFact => ({
  at: new Date(now).toISOString(),
  teamId: request.teamId,
  actor,
  action,
  request: request.id,
  key: `${request.id}:${request.version}:${action}`,
  details: { command: request.command, fingerprint: request.fingerprint, ...details },
});
