import { AppError } from '../../../lib/errors.ts';
import type { Services } from '../../context.ts';
import { amendRequest, findRequest } from './amend-request.ts';
import { auditFact } from './audit-fact.ts';
import { decide, withdraw } from './decide.ts';
import type { ApprovalRequest, DecisionType } from './request.ts';
import { applyJob, changedJob } from './request-jobs.ts';

interface Press {
  teamId: string;
  userId: string;
  id: string;
  /** Fingerprint of the plan that the card showed. */
  fingerprint: string;
  type: DecisionType;
  reason?: string;
}

const applyDecision = async (
  { access, clock }: Services,
  press: Press,
  request: ApprovalRequest,
): Promise<ApprovalRequest> =>
  decide(request, {
    by: press.userId,
    type: press.type,
    fingerprint: request.fingerprint.startsWith(press.fingerprint) ? request.fingerprint : press.fingerprint,
    meets: await access.meets(press.teamId, press.userId, request.require, { live: true }),
    ...(press.reason && { reason: press.reason }),
    at: clock.now(),
  });

/**
 * Stores one person's decision before anything else happens. If two people press at once, both count or the second is told
 * what the first did. Refused attempts are audited too.
 */
export const decideRequest = (services: Services, press: Press): Promise<ApprovalRequest> =>
  transitionRequest(services, press, press.type, (request) => applyDecision(services, press, request));

/** Throws what the decision would throw, before the reason form is opened. */
export async function assertMayDecide(services: Services, press: Press): Promise<void> {
  const request = await findRequest(services, press.teamId, press.id);
  await auditRefusal(services, request, press.userId, press.type, () => applyDecision(services, press, request));
}

export const withdrawRequest = (
  services: Services,
  ref: { teamId: string; userId: string; id: string },
): Promise<ApprovalRequest> =>
  transitionRequest(services, ref, 'withdraw', async (request) => withdraw(request, ref.userId, services.clock.now()));

async function transitionRequest(
  services: Services,
  { teamId, userId, id }: { teamId: string; userId: string; id: string },
  verb: string,
  step: (request: ApprovalRequest) => Promise<ApprovalRequest>,
): Promise<ApprovalRequest> {
  return amendRequest(services, { teamId, id }, async (request) => {
    const next = await auditRefusal(services, request, userId, verb, () => step(request));
    const now = services.clock.now();
    const reason = next.decisions.at(-1)?.reason;
    const fact = auditFact(next, `request.${verb}`, userId, now, { status: next.status, ...(reason && { reason }) });
    return {
      next,
      facts: [fact],
      jobs: [changedJob(next, now), ...(next.status === 'approved' ? [applyJob(next, now)] : [])],
    };
  });
}

/** Records a refused attempt in the audit. */
async function auditRefusal<T>(
  { stores, clock }: Services,
  request: ApprovalRequest,
  userId: string,
  verb: string,
  step: () => Promise<T>,
): Promise<T> {
  try {
    return await step();
  } catch (error) {
    if (error instanceof AppError) {
      const details = { verb, why: error.message };
      const { key: _, ...fact } = auditFact(request, 'request.refused_try', userId, clock.now(), details);
      await stores.audit.append(fact);
    }
    throw error;
  }
}
