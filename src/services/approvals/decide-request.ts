import { decide, withdraw } from '../../core/approval/decide.ts';
import type { ApprovalRequest, Verdict } from '../../core/approval/request.ts';
import { AppError } from '../../core/errors.ts';
import type { Services } from '../context.ts';
import { amendRequest } from './amend-request.ts';
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

/**
 * One person's decision, stored before anything else happens. Two people pressing at once both count, or the second is
 * told what the first did. A refused try is kept in the audit too.
 */
export async function decideRequest(services: Services, press: Press): Promise<ApprovalRequest> {
  const { access, clock } = services;
  return settle(services, press, press.verdict, async (request) =>
    decide(request, {
      by: press.userId,
      verdict: press.verdict,
      fingerprint: request.fingerprint.startsWith(press.fingerprint) ? request.fingerprint : press.fingerprint,
      meets: await access.meets(press.teamId, press.userId, request.require),
      ...(press.reason && { reason: press.reason }),
      at: clock.now(),
    }),
  );
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
  const { stores, clock } = services;
  return amendRequest(services, { teamId, id }, async (request) => {
    try {
      const next = await step(request);
      const now = clock.now();
      const reason = next.decisions.at(-1)?.reason;
      const fact = auditFact(next, `request.${verb}`, userId, now, { status: next.status, ...(reason && { reason }) });
      return {
        next,
        jobs: [changedJob(next, now, fact), ...(next.status === 'approved' ? [applyJob(next, now)] : [])],
      };
    } catch (error) {
      if (error instanceof AppError) {
        const { key: _, ...fact } = auditFact(request, 'request.refused_try', userId, clock.now(), {
          verb,
          why: error.message,
        });
        await stores.audit.append(fact);
      }
      throw error;
    }
  });
}
