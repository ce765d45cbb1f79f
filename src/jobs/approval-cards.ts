import { canUndo } from '../core/approval/decide.ts';
import type { ApprovalRequest, Card, RequestStatus } from '../core/approval/request.ts';
import type { AuditFact } from '../core/audit.ts';
import type { View } from '../ports/notifier.ts';
import { amendRequest, findRequest } from '../services/approvals/amend-request.ts';
import { auditFact } from '../services/approvals/audit-fact.ts';
import { changedJob } from '../services/approvals/jobs.ts';
import type { Services } from '../services/context.ts';
import { approversCard, outcomeNotice, requesterCard } from '../views/approval-card.ts';
import type { InTurn } from './in-turn.ts';
import type { JobHandler } from './job-loop.ts';
import { planFileJob } from './plan-file.ts';

type Ref = Pick<ApprovalRequest, 'teamId' | 'id'>;

/** The request with one card more; undefined if it has that card. */
const withCard = (request: ApprovalRequest, card: Card): ApprovalRequest | undefined =>
  request.cards.some(({ channel, ts }) => channel === card.channel && ts === card.ts)
    ? undefined
    : { ...request, cards: [...request.cards, card], version: request.version + 1 };

/** Stores where a card was posted, whatever else happens to the request meanwhile. */
const remember = (services: Services, ref: Ref, card: Card) =>
  amendRequest(services, ref, (request) => {
    const next = withCard(request, card);
    return next && { next };
  });

const ended: ReadonlySet<RequestStatus> = new Set(['applied', 'failed', 'refused', 'denied', 'expired']);

/** The messages that should show the request: the approvers' in their channel, the requester's own, and how it ended. */
function wanted({ channel, requester, status }: ApprovalRequest): { kind: Card['kind']; channel: string }[] {
  const mine = { kind: 'requester' as const, channel: requester };
  const outcome = { kind: 'outcome' as const, channel: requester };
  return channel ? [{ kind: 'approvers', channel }, mine, ...(ended.has(status) ? [outcome] : [])] : [mine];
}

function viewOf(kind: Card['kind'], request: ApprovalRequest, now: number): View {
  if (kind === 'outcome') return outcomeNotice(request);
  return (kind === 'approvers' ? approversCard : requesterCard)(request, { now, undo: canUndo(request, now) });
}

/**
 * Posts what is not posted yet and brings the rest up to date. Runs after every change of a request; the audit line of
 * that change travels with the job, so that neither is lost when the process dies in between.
 */
export function requestChanged(services: Services, inTurn: InTurn): JobHandler {
  return async (job) => {
    const { id, fact } = job.data as unknown as { id: string; fact?: AuditFact };
    if (fact) await services.stores.audit.append(fact);
    const waits: number[] = [];
    await inTurn(`cards:${job.teamId}:${id}`, async () => {
      const request = await findRequest(services, job.teamId, id);
      await markUndone(services, request);
      const now = services.clock.now();
      const view = (kind: Card['kind']) => viewOf(kind, request, now);
      const missing = wanted(request).filter(({ kind }) => !request.cards.some((card) => card.kind === kind));
      const post = async ({ kind, channel }: (typeof missing)[number]) => {
        const delivery = await services.notifier.post(job.teamId, channel, view(kind));
        if (delivery.kind === 'sent') {
          await remember(services, request, { ...delivery.ref, kind });
          if (request.proposal.long && (kind === 'approvers' || !request.channel))
            await services.stores.jobs.add([planFileJob(request, delivery.ref, now)]);
        }
        if (delivery.kind === 'later') waits.push(delivery.retryAt);
        if (delivery.kind === 'gone' && kind === 'approvers')
          await tellRequester(services, request, channel, delivery.reason);
      };
      const updates = request.cards.map(async (card) => {
        const delivery = await services.notifier.update(job.teamId, card, view(card.kind));
        if (delivery.kind === 'later') waits.push(delivery.retryAt);
      });
      await Promise.all([...missing.filter(({ kind }) => kind !== 'outcome').map(post), ...updates]);
      // Whoever is told how it ended finds the cards saying the same.
      await Promise.all(missing.filter(({ kind }) => kind === 'outcome').map(post));
    });
    return waits.length === 0 ? undefined : { runAt: Math.max(...waits), data: job.data };
  };
}

/** Once an undo has been applied, the request that it undid says so and loses its button. */
async function markUndone(
  services: Services,
  { teamId, id, status, undoOf, requester }: ApprovalRequest,
): Promise<void> {
  if (status !== 'applied' || !undoOf) return;
  const now = services.clock.now();
  await amendRequest(services, { teamId, id: undoOf }, (original) => {
    if (original.undoneBy) return undefined;
    const next = { ...original, undoneBy: id, version: original.version + 1 };
    return { next, jobs: [changedJob(next, now, auditFact(next, 'request.undone', requester, now, { by: id }))] };
  });
}

/** A card that cannot be posted must not become a request that silently waits. */
async function tellRequester(
  services: Services,
  request: ApprovalRequest,
  channel: string,
  reason: string,
): Promise<void> {
  await services.notifier.post(request.teamId, request.requester, {
    text: `:warning: Request \`${request.id}\` waits, but its card could not be posted in <#${channel}>: ${reason} Nobody has been asked yet. Withdraw it, and ask again once that is mended.`,
  });
}

/** A card pressed where we know of none (posted just before a crash) is brought up to date and kept current from now on. */
export async function adoptCard(
  services: Services,
  teamId: string,
  id: string,
  ref: { channel: string; ts: string },
): Promise<void> {
  const known = await services.stores.requests.get(teamId, id);
  if (!known) return;
  const kind = ref.channel === known.channel ? 'approvers' : 'requester';
  await amendRequest(services, known, (request) => {
    const next = withCard(request, { ...ref, kind });
    return next && { next, jobs: [changedJob(next, services.clock.now())] };
  });
}
