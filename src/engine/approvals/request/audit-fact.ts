import type { AuditFact } from '../../../domain/audit/audit-chain.ts';
import type { Json } from '../../../lib/json.ts';
import type { ApprovalRequest } from './request.ts';

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
