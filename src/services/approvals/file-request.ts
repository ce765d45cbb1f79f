import type { Gate } from '../../core/approval/match-rule.ts';
import type { ApprovalRequest } from '../../core/approval/request.ts';
import { AppError } from '../../core/errors.ts';
import type { Json } from '../../core/json.ts';
import type { Plan, Proposal } from '../../core/plan.ts';
import type { CommandContext } from '../context.ts';
import type { MailImpactSteps } from '../dns/verdict.ts';
import { addVerdict, listenTo } from './add-verdict.ts';
import { auditFact } from './audit-fact.ts';
import { applyJob, changedJob, expiryJob } from './jobs.ts';

interface Wish {
  command: string;
  args: { readonly [name: string]: Json };
  plan: Plan;
  proposal: Proposal;
  /** Undefined: nobody has to agree, it is carried out at once. */
  gate: Gate | undefined;
  reason?: string;
  undoOf?: string;
  /** What live DNS has to say; the request does not depend on it. */
  verdict?: MailImpactSteps;
}

/** Stores the plan and the request for it; the cards follow from the stored request. */
export async function fileRequest(
  ctx: CommandContext,
  { command, args, plan, proposal, gate, reason, undoOf, verdict }: Wish,
): Promise<ApprovalRequest> {
  const { stores, clock, actor } = ctx;
  const told = verdict && listenTo(ctx, verdict);
  const eligible = await Promise.all(
    (gate?.require ?? []).map(({ from }) => ctx.access.eligible(actor.teamId, from, actor.userId)),
  );
  const channel =
    gate && gate.require.length > 0 ? (await ctx.access.policy(actor.teamId)).merged.channels.approvals : undefined;
  if (gate) refuseHopeless(gate, eligible, channel);
  if (gate?.reason === 'required' && !reason) {
    throw new AppError('bad_input', `Rule “${gate.rule}” asks for a reason.`, {
      hint: 'Add `--reason "why"` and send it again.',
      fields: { 'request.reason': 'Please say why.' },
    });
  }

  const fingerprint = await stores.plans.put(actor.teamId, plan);
  const inTime = await told?.inTime;
  const now = clock.now();
  const request: ApprovalRequest = {
    id: ctx.newId('r'),
    teamId: actor.teamId,
    command,
    args,
    fingerprint,
    proposal,
    ...(inTime && { verdict: inTime }),
    requester: actor.userId,
    ...(reason && { reason }),
    rule: gate?.rule ?? 'runs at once',
    require: gate?.require ?? [],
    eligible,
    ...(channel && { channel }),
    decisions: [],
    status: gate ? 'pending' : 'approved',
    createdAt: now,
    expiresAt: now + (gate?.expires ?? 0),
    cards: [],
    ...(undoOf && { undoOf }),
    version: 0,
  };
  const fact = auditFact(request, 'request.created', actor.userId, now, {
    effect: proposal.effect,
    risk: proposal.risk.level,
    rule: request.rule,
  });
  await stores.requests.insert(request, [
    changedJob(request, now, fact),
    gate ? expiryJob(request) : applyJob(request, now),
  ]);
  void told?.rest((lines) => addVerdict(ctx, request, lines));
  return request;
}

const groupOrPerson = (from: string) =>
  from.startsWith('S') ? `<!subteam^${from}>` : /^[UW][A-Z0-9]+$/.test(from) ? `<@${from}>` : `the role *${from}*`;

/** A request that nobody could ever approve is refused at once, naming who is missing. */
function refuseHopeless(gate: Gate, eligible: readonly (readonly string[])[], channel: string | undefined): void {
  const short = gate.require.flatMap(({ min, from }, index) => {
    const count = eligible[index]?.length ?? 0;
    return count < min
      ? [`${min} of ${groupOrPerson(from)} (there ${count === 1 ? 'is' : 'are'} ${count} besides you)`]
      : [];
  });
  const everyone = new Set(eligible.flat());
  const total = gate.require.reduce((sum, { min }) => sum + min, 0);
  if (short.length > 0 || everyone.size < total) {
    throw new AppError(
      'not_configured',
      `Nobody could approve this, so it was not asked for. Rule “${gate.rule}” needs ${short.join(' and ') || `${total} different people`}.`,
      {
        hint: 'An admin gives roles to people in `/litemail setup`.',
      },
    );
  }
  if (gate.require.length > 0 && !channel) {
    throw new AppError('not_configured', 'This needs an approval, and no approvals channel has been chosen yet.', {
      hint: 'An admin chooses one in `/litemail setup`.',
    });
  }
}
