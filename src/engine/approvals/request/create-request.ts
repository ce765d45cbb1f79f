import type { Plan, Proposal } from '../../../domain/proposal.ts';
import { AppError } from '../../../lib/errors.ts';
import type { Json } from '../../../lib/json.ts';
import { endOfNextWorkingDay } from '../../../lib/moment.ts';
import { hiddenCharacters, typed } from '../../../lib/text.ts';
import { withTimeout } from '../../../lib/with-timeout.ts';
import { auditRefusedCommand } from '../../audit/audit-refusal.ts';
import type { CommandContext, Enrichment } from '../../context.ts';
import { rememberedDelivery } from '../../jobs/deliveries.ts';
import { type Gate, RUNS_AT_ONCE } from '../policy/policy.ts';
import { amendRequest, applyJob, auditFact, changedJob, expiryJob } from './amend-request.ts';
import { missingApprovals } from './decide.ts';
import type { ApprovalRequest, Decision } from './request.ts';

export interface NewRequest {
  command: string;
  args: { readonly [name: string]: Json };
  plan: Plan;
  proposal: Proposal;
  /** Undefined: no approval needed, it is applied at once. */
  gate: Gate | undefined;
  reason?: string;
  undoOf?: string | undefined;
  enrichment?: Enrichment | undefined;
  locks?: readonly string[] | undefined;
  /** Where there is no channel to ask in, somebody who may decide is asked in a direct message. */
  asksDirectly?: boolean;
}

/** Stores the plan and the request for it; the cards follow from the stored request. */
export async function createRequest(
  ctx: CommandContext,
  { command, args, plan, proposal, gate, reason, undoOf, enrichment, locks, asksDirectly = false }: NewRequest,
): Promise<ApprovalRequest> {
  const { stores, clock, actor } = ctx;
  const later = enrichment && collectEnrichment(ctx, enrichment);
  const eligible = await Promise.all(
    (gate?.require ?? []).map(({ from }) => ctx.access.eligible(actor.teamId, from, actor.userId)),
  );
  const channel = gate && gate.require.length > 0 ? await whereToAsk(ctx, eligible, asksDirectly) : undefined;
  const unapprovable = gate && unapprovableBy(gate, eligible, channel);
  if (unapprovable) {
    await auditRefusedCommand(ctx, command, unapprovable);
    throw unapprovable;
  }
  if (gate?.reason === 'required' && !reason) {
    throw new AppError('bad_input', `Rule “${gate.rule}” requires a reason.`, {
      hint: 'Add `--reason "why"` and send it again.',
      fields: { 'request.reason': 'Enter a reason.' },
    });
  }

  const fingerprint = await stores.plans.put(actor.teamId, plan);
  const inTime = await later?.inTime;
  const hidden = hiddenCharacters([plan, reason ?? '', proposal.title]);
  const earlier = await openOnSame(ctx, { proposal, ...(locks && { locks }) });
  const now = clock.now();
  const request: ApprovalRequest = {
    id: ctx.newId('r'),
    teamId: actor.teamId,
    command,
    args,
    fingerprint,
    proposal,
    ...(enrichment && inTime && { enrichment: { title: enrichment.title, lines: inTime } }),
    ...(locks && { locks }),
    ...(earlier.length > 0 && { earlier }),
    ...(hidden.length > 0 && { hidden }),
    requester: actor.userId,
    ...(reason && { reason }),
    rule: gate?.rule ?? RUNS_AT_ONCE,
    require: gate?.require ?? [],
    eligible,
    ...(channel && { channel }),
    decisions: [],
    status: gate ? 'pending' : 'approved',
    createdAt: now,
    expiresAt: await expiryOf(ctx, gate, now),
    cards: [],
    ...(undoOf && { undoOf }),
    version: 0,
  };
  const once = await rememberedDelivery(ctx);
  const fact = auditFact(request, 'request.created', actor.userId, now, {
    effect: proposal.effect,
    risk: proposal.risk.level,
    rule: request.rule,
  });
  await stores.requests.insert(request, {
    facts: [fact],
    jobs: [...once, changedJob(request, now), gate ? expiryJob(request) : applyJob(request, now)],
  });
  if (enrichment) void later?.rest((lines) => addEnrichment(ctx, request, { title: enrichment.title, lines }));
  return request;
}

const DAY_MS = 86_400_000;

async function expiryOf({ people, actor }: CommandContext, gate: Gate | undefined, now: number): Promise<number> {
  if (gate?.expires !== 'next working day') return now + (gate?.expires ?? 0);
  const { timeZone } = (await people.person(actor.teamId, actor.userId)) ?? {};
  return Math.max(now + DAY_MS, endOfNextWorkingDay(now, timeZone));
}

/** What it changes, and what must not be applied to at the same time. */
const subjectsOf = ({ locks, proposal }: Pick<ApprovalRequest, 'locks' | 'proposal'>): readonly string[] => [
  ...new Set([...(locks ?? []), ...(proposal.subjects ?? [])]),
];

const MAX_EARLIER = 5;

/** Open requests on one of the same subjects, the oldest first. */
async function openOnSame(
  { stores, actor }: CommandContext,
  planned: Pick<ApprovalRequest, 'locks' | 'proposal'>,
): Promise<NonNullable<ApprovalRequest['earlier']>> {
  const subjects = new Set(subjectsOf(planned));
  if (subjects.size === 0) return [];
  const open = await stores.requests.list(actor.teamId, { status: ['pending', 'approved'] });
  return open
    .filter((other) => subjectsOf(other).some((subject) => subjects.has(subject)))
    .slice(-MAX_EARLIER)
    .reverse()
    .map(({ id, requester, status }) => ({ id, requester, status }));
}

const groupOrPerson = (from: string) =>
  from.startsWith('S') ? `<!subteam^${from}>` : /^[UW][A-Z0-9]+$/.test(from) ? `<@${from}>` : `the role *${from}*`;

/** The approvals channel. Where an answer cannot wait for one to be chosen: a person, who is asked directly. */
async function whereToAsk(
  { access, notifier, actor }: CommandContext,
  eligible: readonly (readonly string[])[],
  asksDirectly: boolean,
): Promise<string | undefined> {
  const { approvals } = (await access.policy(actor.teamId)).merged.channels;
  if (!asksDirectly) return approvals;
  const isUsable = approvals && (await notifier.mayPost(actor.teamId, approvals)) === undefined;
  return isUsable ? approvals : eligible.at(-1)?.[0];
}

/** Why a request could not be approved if everybody agreed, naming who is missing; undefined if it could. */
function unapprovableBy(
  { rule, require }: Gate,
  eligible: readonly (readonly string[])[],
  channel: string | undefined,
): AppError | undefined {
  const approvals = [...new Set(eligible.flat())].map((by): Decision => {
    const meets = eligible.flatMap((ids, index) => (ids.includes(by) ? [index] : []));
    return { by, type: 'approve', fingerprint: '', meets, at: 0 };
  });
  const unmet = missingApprovals({ require, decisions: approvals, fingerprint: '' }).map(({ requirement }) => {
    const { min, from } = requirement;
    const count = eligible[require.indexOf(requirement)]?.length ?? 0;
    const why = count < min ? 'besides you' : 'besides you, needed for more than one entry of the rule';
    return `${min} of ${groupOrPerson(from)} (there ${count === 1 ? 'is' : 'are'} ${count} ${why})`;
  });
  if (unmet.length > 0) {
    return new AppError(
      'not_configured',
      `Nobody can approve this, so no request was created. Rule “${rule}” needs ${unmet.join(' and ')}.`,
      { hint: `An admin assigns roles in ${typed('setup')}.` },
    );
  }
  if (require.length > 0 && !channel) {
    return new AppError('not_configured', 'This needs approval, but no approvals channel has been chosen yet.', {
      hint: `An admin chooses one in ${typed('setup')}.`,
    });
  }
  return undefined;
}

type Lines = readonly string[];

/**
 * How long a card waits for them, in milliseconds since the command was sent; making the plan is part of that. Later lines
 * are added to the card.
 */
const CARD_WAIT_MS = 300;
/** Minimum wait, enough for a nearby resolver. */
const MIN_WAIT_MS = 50;

/** The lines as far as they are known when the card has to be posted, then each later step. Never throws. */
export function collectEnrichment(
  { clock, reference, askedAt = clock.now() }: Pick<CommandContext, 'clock' | 'reference' | 'askedAt'>,
  enrichment: Enrichment,
) {
  const steps: Promise<Lines>[] = [];
  for (const step of enrichment.steps) {
    const before = steps.at(-1);
    steps.push(
      step.catch((error: unknown) => before ?? [`Unknown: the check failed (reference \`${reference(error)}\`)`]),
    );
  }
  const received: Lines[] = [];
  const all = steps.reduce(
    (before, step) =>
      before.then(async () => {
        received.push(await step);
      }),
    Promise.resolve(),
  );
  const inTime = withTimeout(clock, Math.max(MIN_WAIT_MS, askedAt + CARD_WAIT_MS - clock.now()), all).then(() => ({
    lines: received.at(-1),
    steps: received.length,
  }));
  return {
    inTime: inTime.then(({ lines }) => lines),
    async rest(add: (lines: Lines) => Promise<void>): Promise<void> {
      const shown = await inTime;
      let last = shown.lines?.join();
      for (const step of steps.slice(shown.steps)) {
        const lines = await step;
        if (lines.join() !== last) await add(lines);
        last = lines.join();
      }
    },
  };
}

/** Adds the lines to the cards of a pending request. */
async function addEnrichment(
  ctx: CommandContext,
  request: ApprovalRequest,
  enrichment: NonNullable<ApprovalRequest['enrichment']>,
): Promise<void> {
  try {
    await amendRequest(ctx, request, (latest) => {
      if (latest.status !== 'pending') return undefined;
      const next = { ...latest, enrichment, version: latest.version + 1 };
      return { next, jobs: [changedJob(next, ctx.clock.now())] };
    });
  } catch (error) {
    ctx.reference(error);
  }
}
