import { canUndo } from '../core/approval/decide.ts';
import type { ApprovalRequest, Card } from '../core/approval/request.ts';
import { sha256 } from '../core/json.ts';
import type { Delivery, Urgency, View } from '../ports/notifier.ts';
import type { NewJob } from '../ports/stores.ts';
import { amendRequest, findRequest } from '../services/approvals/amend-request.ts';
import { cardJob, changedJob } from '../services/approvals/jobs.ts';
import type { Services } from '../services/context.ts';
import { approversCard, requesterCard } from '../views/approval-card.ts';
import { outcomeNotice } from '../views/outcome-notice.ts';
import type { InTurn } from './in-turn.ts';
import type { JobHandler } from './job-loop.ts';
import { planFileJob } from './plan-file.ts';

type Ref = Pick<ApprovalRequest, 'teamId' | 'id'>;
type Kind = Card['kind'];

const channelOf = (kind: Kind, { channel, requester }: ApprovalRequest): string =>
  kind === 'approvers' ? (channel ?? requester) : requester;

const views = { approvers: approversCard, requester: requesterCard, outcome: outcomeNotice };
function viewOf(kind: Kind, request: ApprovalRequest, now: number): View {
  return views[kind](request, { undo: canUndo(request, now) });
}

const asksOf = (kind: Kind, { status }: ApprovalRequest): boolean => kind !== 'outcome' && status === 'pending';

/** Where people decide comes first, and the end of their deciding before the end of the request. */
function urgencyOf(kind: Kind, request: ApprovalRequest, card?: Card): Urgency {
  const asks = asksOf(kind, request);
  if (card?.asks !== asks) return kind === 'approvers' || !request.channel ? 'now' : 'soon';
  return asks ? 'later' : 'soon';
}

/** Gives when to come again, where Slack takes no more for now. */
export type ShowCard = (ref: Ref, kind: Kind) => Promise<number | undefined>;

/**
 * Posts one message of a request, or brings it up to date: with the request as it is then, and without a call where it
 * shows that already.
 */
export function createShowCard(services: Services, inTurn: InTurn): ShowCard {
  const { clock, notifier } = services;

  async function post(request: ApprovalRequest, kind: Kind, view: View, instead?: Card): Promise<Delivery> {
    const channel = channelOf(kind, request);
    const delivery = await notifier.post(request.teamId, channel, view, { urgency: urgencyOf(kind, request, instead) });
    if (delivery.kind === 'gone' && kind === 'approvers') await nobodyAsked(services, request, delivery.reason);
    if (delivery.kind !== 'sent') return delivery;
    const hasFile = request.proposal.long && (kind === 'approvers' || !request.channel);
    const files = hasFile ? [planFileJob(request, delivery.ref, clock.now())] : [];
    const posted = { ...delivery.ref, kind, asks: asksOf(kind, request), shown: hashOf(view) };
    await remember(services, request, posted, { instead, jobs: files });
    return delivery;
  }

  async function update(request: ApprovalRequest, card: Card, view: View): Promise<Delivery> {
    const { kind } = card;
    const asks = asksOf(kind, request);
    const delivery = await notifier.update(request.teamId, card, view, { urgency: urgencyOf(kind, request, card) });
    if (delivery.kind === 'later') return delivery;
    // Somebody deleted what others have to decide by.
    if (delivery.kind === 'gone' && asks) return post(request, kind, view, card);
    await remember(services, request, { ...card, asks, shown: hashOf(view) });
    return delivery;
  }

  async function show(ref: Ref, kind: Kind): Promise<number | undefined> {
    for (;;) {
      const request = await findRequest(services, ref.teamId, ref.id);
      const view = viewOf(kind, request, clock.now());
      const cards = request.cards.filter((card) => card.kind === kind);
      const old = cards.find(({ shown }) => shown !== hashOf(view));
      if (!old && cards.length > 0) return undefined;
      const delivery = await (old ? update(request, old, view) : post(request, kind, view));
      if (delivery.kind === 'later') return delivery.retryAt;
      if (delivery.kind === 'gone') return undefined;
    }
  }
  return (ref, kind) => inTurn(`card:${ref.teamId}:${ref.id}:${kind}`, () => show(ref, kind));
}

const hashOf = (view: View): string => sha256(JSON.stringify(view));

/** Stores what a message shows, whatever else happens to the request meanwhile. */
const remember = (
  services: Services,
  ref: Ref,
  card: Card,
  { instead = card, jobs = [] }: { instead?: Card | undefined; jobs?: readonly NewJob[] } = {},
) =>
  amendRequest(services, ref, ({ unasked, ...request }) => ({
    next: {
      ...request,
      ...(unasked && card.kind !== 'approvers' && { unasked }),
      cards: [...request.cards.filter(({ channel, ts }) => channel !== instead.channel || ts !== instead.ts), card],
      version: request.version + 1,
    },
    jobs,
  }));

/** A card that cannot be posted must not become a request that silently waits: the requester's own says so. */
const nobodyAsked = (services: Services, ref: Ref, reason: string) =>
  amendRequest(services, ref, (request) => {
    if (request.unasked === reason) return undefined;
    const next = { ...request, unasked: reason, version: request.version + 1 };
    return { next, jobs: [cardJob(next, 'requester', services.clock.now())] };
  });

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
    if (request.cards.some(({ channel, ts }) => channel === ref.channel && ts === ref.ts)) return undefined;
    const next = { ...request, cards: [...request.cards, { ...ref, kind }], version: request.version + 1 } as const;
    return { next, jobs: [changedJob(next, services.clock.now())] };
  });
}

/** What had to wait for Slack. */
export function card(showCard: ShowCard): JobHandler {
  return async (job) => {
    const { id, kind } = job.data as { id: string; kind: Kind };
    const retryAt = await showCard({ teamId: job.teamId, id }, kind);
    return retryAt === undefined ? undefined : { runAt: retryAt, data: job.data };
  };
}
