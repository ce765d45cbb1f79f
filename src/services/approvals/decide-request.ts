import { decide, withdraw } from '../../core/approval/decide.ts';
import type { ApprovalRequest, Verdict } from '../../core/approval/request.ts';
import { AppError } from '../../core/errors.ts';
import type { Services } from '../context.ts';
import { amendRequest, findRequest } from './amend-request.ts';
import { auditFact } from './audit-fact.ts';
import { applyJob, changedJob } from './jobs.ts';

interface Press {
  teamId: string;
  userId: string;
  id: string;
  /** Of the plan that the card showed; absent where no card was seen. */
  fingerprint: string;
  verdict: Verdict;
  reason?: string;
}

const judge = async ({ access, clock }: Services, press: Press, request: ApprovalRequest): Promise<ApprovalRequest> =>
  decide(request, {
    by: press.userId,
    verdict: press.verdict,
    fingerprint: request.fingerprint.startsWith(press.fingerprint) ? request.fingerprint : press.fingerprint,
    meets: await access.meets(press.teamId, press.userId, request.require, { live: true }),
    ...(press.reason && { reason: press.reason }),
    at: clock.now(),
  });

/**
 * One person's decision, stored before anything else happens. Two people pressing at once both count, or the second is
 * told what the first did. A refused try is kept in the audit too.
 */
export const decideRequest = (services: Services, press: Press): Promise<ApprovalRequest> =>
  settle(services, press, press.verdict, (request) => judge(services, press, request));

/** Throws what the decision would throw, before a form for its reason is opened in vain. */
export async function mayDecide(services: Services, press: Press): Promise<void> {
  const request = await findRequest(services, press.teamId, press.id);
  await refusalKept(services, request, press.userId, press.verdict, () => judge(services, press, request));
}

export const withdrawRequest = (
  services: Services,
  ref: { teamId: string; userId: string; id: string },
): Promise<ApprovalRequest> =>
  settle(services, ref, 'withdraw', async (request) => withdraw(request, ref.userId, services.clock.now()));

async function settle(
  services: Services,
  { teamId, userId, id }: { teamId: string; userId: string; id: string },
  verb: string,
  step: (request: ApprovalRequest) => Promise<ApprovalRequest>,
): Promise<ApprovalRequest> {
  return amendRequest(services, { teamId, id }, async (request) => {
    const next = await refusalKept(services, request, userId, verb, () => step(request));
    const now = services.clock.now();
    const reason = next.decisions.at(-1)?.reason;
    const fact = auditFact(next, `request.${verb}`, userId, now, { status: next.status, ...(reason && { reason }) });
    return { next, jobs: [changedJob(next, now, fact), ...(next.status === 'approved' ? [applyJob(next, now)] : [])] };
  });
}

/** Whoever tries what is not allowed is in the audit with it. */
async function refusalKept<T>(
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
