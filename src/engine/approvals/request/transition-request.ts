import { AppError } from '../../../lib/errors.ts';
import { typed } from '../../../lib/text.ts';
import { auditRefusedStep } from '../../audit/audit-refusal.ts';
import type { Services } from '../../context.ts';
import { defineJob } from '../../jobs/define-job.ts';
import { amendRequest, applyJob, auditFact, changedJob, expireRequestJob, findRequest } from './amend-request.ts';
import { closedText, decide, expire, markSubjectsUndone, withdraw } from './decide.ts';
import type { ApprovalRequest, DecisionType } from './request.ts';

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
  await auditRefusedStep(services, request, press.userId, press.type, () => applyDecision(services, press, request));
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
    const next = await auditRefusedStep(services, request, userId, verb, () => step(request));
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

/** Runs when the request expires; one that was decided meanwhile is left alone. */
export const expireRequest = defineJob({
  ...expireRequestJob,
  async run({ teamId, payload }, services) {
    const request = await findRequest(services, teamId, payload.id);
    const now = services.clock.now();
    const next = expire(request, now);
    if (!next) return undefined;
    const stored = await services.stores.requests.replace(next, {
      facts: [auditFact(next, 'request.expired', 'system', now)],
      jobs: [changedJob(next, now)],
    });
    return stored ? undefined : { runAt: now, payload };
  },
});

/** Stops a run; approvers and the requester may. Nothing further is started; what is written stays and can be undone. */
export async function stopRun(
  services: Services,
  { teamId, userId, id }: { teamId: string; userId: string; id: string },
): Promise<ApprovalRequest> {
  const found = await findRequest(services, teamId, id);
  const { require, requester } = found;
  const { roles } = await services.access.actor(teamId, userId, { live: true });
  const may =
    roles.has('approver') || userId === requester || (await services.access.meets(teamId, userId, require)).length > 0;
  await auditRefusedStep(services, found, userId, 'stop', async () => {
    if (!may)
      throw new AppError('forbidden', 'Only approvers and the requester can stop this run.', {
        hint: `${typed('whoami')} shows your roles.`,
      });
  });
  return amendRequest(services, { teamId, id }, (request) => {
    if (request.status !== 'approved') throw new AppError('conflict', closedText(request));
    if (request.stop)
      throw new AppError('conflict', `<@${request.stop.by}> already stopped this; work already started will finish.`);
    const now = services.clock.now();
    const next = { ...request, stop: { by: userId, at: now }, version: request.version + 1 };
    // A run that waits for a rate limit ends at once instead.
    return {
      next,
      facts: [auditFact(next, 'run.stopped', userId, now)],
      jobs: [changedJob(next, now), applyJob(next, now)],
    };
  });
}

/** Marks a request as undone for these subjects; once fully undone it loses its Undo button. */
export async function markUndone(
  services: Pick<Services, 'stores' | 'clock'>,
  id: string,
  undo: Pick<ApprovalRequest, 'teamId' | 'id' | 'requester' | 'status'>,
  subjects: readonly string[],
): Promise<void> {
  const now = services.clock.now();
  await amendRequest(services, { teamId: undo.teamId, id }, (original) => {
    const next = markSubjectsUndone(original, undo, subjects);
    if (!next) return undefined;
    const fact = auditFact(next, 'request.undone', undo.requester, now, { by: undo.id });
    return { next, facts: [fact], jobs: [changedJob(next, now)] };
  });
}
