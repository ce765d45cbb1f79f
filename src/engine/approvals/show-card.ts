import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { PlanItem } from '../../domain/proposal.ts';
import { sha256 } from '../../lib/json.ts';
import { showHiddenInLine } from '../../lib/text.ts';
import type { Delivery, Urgency, View } from '../../ports/notifier.ts';
import type { NewJob, WriteOptions } from '../../ports/stores.ts';
import { approversCard, hasNotice, itemLines, outcomeNotice, requesterCard } from '../../ui/requests/approval-card.ts';
import { allPlanItems } from '../commands/whole-plan.ts';
import type { Services } from '../context.ts';
import { defineJob } from '../jobs/define-job.ts';
import {
  amendRequest,
  cardJob,
  changedJob,
  findRequest,
  requestChangedJob,
  retryCardJob,
} from './request/amend-request.ts';
import { requestFacts, restoredSubjects } from './request/decide.ts';
import type { ApprovalRequest, Card } from './request/request.ts';
import { markUndone } from './request/transition-request.ts';

/** A whole plan as a text file, readable as a diff. */
export const planText = ({ id, proposal, fingerprint }: ApprovalRequest, items: readonly PlanItem[]): string =>
  [
    `# Request ${id}: ${showHiddenInLine(proposal.title)}`,
    `# Plan ${fingerprint}`,
    ...proposal.meaning.map((line) => `# ${showHiddenInLine(line.replace(/\n/g, ' '))}`),
    '',
    ...itemLines(items),
    '',
  ].join('\n');

/** Uploads a long plan in full below its card. A failed upload is not retried for long: Details shows the same. */
export const postPlanFile = defineJob({
  kind: 'plan-file',
  payload: z.object({ id: z.string(), channel: z.string(), ts: z.string() }),
  key: ({ id, channel }, teamId) => `plan-file:${teamId}:${id}:${channel}`,
  async run({ teamId, payload, attempts }, services) {
    const { id, channel, ts } = payload;
    const request = await findRequest(services, teamId, id);
    const text = planText(request, await allPlanItems(services, services.registry, request));
    const file = { name: `${id}.diff`, text };
    const delivery = await services.notifier.upload(teamId, channel, file, { threadTs: ts });
    return delivery.kind === 'later' && attempts < 5 ? { runAt: delivery.retryAt, payload } : undefined;
  },
});

type Ref = Pick<ApprovalRequest, 'teamId' | 'id'>;
type Kind = Card['kind'];

const channelOf = (kind: Kind, { channel, requester }: ApprovalRequest): string =>
  kind === 'approvers' ? (channel ?? requester) : requester;

const views = { approvers: approversCard, requester: requesterCard, outcome: outcomeNotice };
/** What a message is to show of a request, and the hash of that. */
interface Rendered {
  readonly request: ApprovalRequest;
  readonly view: View;
  readonly contentHash: string;
}

function render(kind: Kind, request: ApprovalRequest, now: number): Rendered {
  const view = views[kind](request, requestFacts(request, now));
  return { request, view, contentHash: sha256(JSON.stringify(view)) };
}

/** Whether they differ in nothing but the messages that show them. */
const looksAlike = (...requests: readonly [ApprovalRequest, ApprovalRequest]): boolean => {
  const [one, other] = requests.map((request) => ({ ...request, cards: [], version: 0 }));
  return isDeepStrictEqual(one, other);
};

const isAwaitingDecision = (kind: Kind, { status }: ApprovalRequest): boolean =>
  kind !== 'outcome' && status === 'pending';

/** Decision buttons are added and removed first; other updates can wait. */
function urgencyOf(kind: Kind, request: ApprovalRequest, card?: Card): Urgency {
  const awaitsDecision = isAwaitingDecision(kind, request);
  if (card?.awaitsDecision !== awaitsDecision) return kind === 'approvers' || !request.channel ? 'now' : 'soon';
  return awaitsDecision ? 'later' : 'soon';
}

/**
 * Posts or updates one message of a request with the request's latest state; makes no call if the message already shows
 * it. Returns when to retry if Slack is rate-limiting.
 */
const showCard = (services: Services, { teamId, id }: Ref, kind: Kind): Promise<number | undefined> =>
  services.locks.withLocks([`card:${teamId}:${id}:${kind}`], () => show(services, { teamId, id }, kind));

async function post(
  services: Services,
  kind: Kind,
  { request, view, contentHash }: Rendered,
  replaces?: Card,
): Promise<Delivery> {
  const channel = channelOf(kind, request);
  const delivery = await services.notifier.post(request.teamId, channel, view, {
    urgency: urgencyOf(kind, request, replaces),
  });
  if (delivery.kind === 'gone' && kind === 'approvers') await recordPostError(services, request, delivery.reason);
  if (delivery.kind !== 'sent') return delivery;
  const hasFile = request.proposal.truncated && (kind === 'approvers' || !request.channel);
  const files = hasFile
    ? [postPlanFile.at(services.clock.now(), request.teamId, { id: request.id, ...delivery.ref })]
    : [];
  const posted = {
    ...delivery.ref,
    kind,
    awaitsDecision: isAwaitingDecision(kind, request),
    contentHash,
  };
  await recordCard(services, request, posted, { replaces, jobs: files });
  return delivery;
}

/** What a known message shows is found out again after a crash, by updating it once more. */
async function update(services: Services, card: Card, rendered: Rendered): Promise<Delivery> {
  const { request, view, contentHash } = rendered;
  const { kind } = card;
  const awaitsDecision = isAwaitingDecision(kind, request);
  const delivery = await services.notifier.update(request.teamId, card, view, {
    urgency: urgencyOf(kind, request, card),
  });
  if (delivery.kind === 'later') return delivery;
  // Somebody deleted a message that others need to decide.
  if (delivery.kind === 'gone' && awaitsDecision) return post(services, kind, rendered, card);
  await recordCard(services, request, { ...card, awaitsDecision, contentHash }, { lazily: true });
  return delivery;
}

async function show(services: Services, ref: Ref, kind: Kind): Promise<number | undefined> {
  for (let rendered: Rendered | undefined; ; ) {
    const request = await findRequest(services, ref.teamId, ref.id);
    rendered =
      rendered && looksAlike(rendered.request, request)
        ? { ...rendered, request }
        : render(kind, request, services.clock.now());
    const { contentHash } = rendered;
    const cards = request.cards.filter((card) => card.kind === kind);
    const outdated = cards.find((card) => card.contentHash !== contentHash);
    if (!outdated && cards.length > 0) return undefined;
    const delivery = await (outdated ? update(services, outdated, rendered) : post(services, kind, rendered));
    if (delivery.kind === 'later') return delivery.retryAt;
    if (delivery.kind === 'gone') return undefined;
  }
}

/** Stores what a message shows, whatever else changes on the request meanwhile. */
const recordCard = (
  services: Services,
  ref: Ref,
  card: Card,
  { replaces = card, ...more }: { replaces?: Card | undefined; jobs?: readonly NewJob[] } & WriteOptions = {},
) =>
  amendRequest(services, ref, ({ postError, ...request }) => ({
    next: {
      ...request,
      ...(postError && card.kind !== 'approvers' && { postError }),
      cards: [...request.cards.filter(({ channel, ts }) => channel !== replaces.channel || ts !== replaces.ts), card],
      version: request.version + 1,
    },
    ...more,
  }));

/** If the approvers' card cannot be posted, the requester's card says so. */
const recordPostError = (services: Services, ref: Ref, reason: string) =>
  amendRequest(services, ref, (request) => {
    if (request.postError === reason) return undefined;
    const next = { ...request, postError: reason, version: request.version + 1 };
    return { next, jobs: [cardJob(next, 'requester', services.clock.now())] };
  });

/** Takes over a card that is not stored (it was posted just before a crash), so that it is kept current from now on. */
export async function adoptCard(
  services: Services,
  teamId: string,
  id: string,
  ref: { channel: string; ts: string },
  pressedBy: string,
): Promise<void> {
  const known = await services.stores.requests.get(teamId, id);
  if (!known) return;
  const kind = ref.channel === known.channel || pressedBy !== known.requester ? 'approvers' : 'requester';
  await amendRequest(services, known, (request) => {
    if (request.cards.some(({ channel, ts }) => channel === ref.channel && ts === ref.ts)) return undefined;
    const next = { ...request, cards: [...request.cards, { ...ref, kind }], version: request.version + 1 } as const;
    return { next, jobs: [changedJob(next, services.clock.now())] };
  });
}

/** Retries a card that Slack's rate limit delayed. */
export const retryCard = defineJob({
  ...retryCardJob,
  async run({ teamId, payload }, services) {
    const retryAt = await showCard(services, { teamId, id: payload.id }, payload.kind);
    return retryAt === undefined ? undefined : { runAt: retryAt, payload };
  },
});

/** The approvers' card in their channel, and the requester's own. */
const cards = ({ channel }: ApprovalRequest): Card['kind'][] => (channel ? ['approvers', 'requester'] : ['requester']);

/**
 * Runs after every change of a request. A message that Slack rate-limits becomes a job of its own.
 */
export const requestChanged = defineJob({
  ...requestChangedJob,
  async run({ teamId, payload: { id, fact } }, services) {
    if (fact) await services.stores.audit.append(fact);
    const request = await findRequest(services, teamId, id);
    if (request.undoOf) await markUndone(services, request.undoOf, request, restoredSubjects(request));
    const show = async (kind: Card['kind']) => {
      const retryAt = await showCard(services, request, kind);
      if (retryAt !== undefined) await services.stores.jobs.add([cardJob(request, kind, retryAt)]);
    };
    await Promise.all(cards(request).map(show));
    // The notice comes last, so that the cards already show the outcome.
    if (hasNotice(request)) await show('outcome');
    return undefined;
  },
});
