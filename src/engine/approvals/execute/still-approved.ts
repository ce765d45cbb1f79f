import type { Proposal } from '../../../domain/proposal.ts';
import { AppError } from '../../../lib/errors.ts';
import type { Command, CommandContext } from '../../context.ts';
import { hasRuleFor, isDefaultRule, matchRule, type Requirement, withFloor } from '../policy/policy.ts';
import { missingApprovals } from '../request/decide.ts';
import type { ApprovalRequest, Decision } from '../request/request.ts';

/**
 * The approvals are judged again with the people and the rules of now, for whom Slack is asked. Throws `forbidden` when
 * they are not enough any more. `ctx` is the requester's; `unseen`: today's words for what nobody has seen in them.
 */
export async function assertStillApproved(
  ctx: CommandContext,
  command: Command,
  request: ApprovalRequest,
  unseen?: Proposal,
): Promise<void> {
  const approvals = request.decisions.filter(({ type }) => type === 'approve');
  for (const require of [request.require, await requiredNow(ctx, command, request, unseen)]) {
    if (require.length === 0) continue;
    const decisions = await Promise.all(approvals.map((approval) => judgedNow(ctx, request, approval, require)));
    const [missing] = missingApprovals({ ...request, require, decisions });
    if (!missing) continue;
    const lost = decisions.filter(({ by, meets }) => meets.length === 0 && by !== request.requester);
    const names = await Promise.all(lost.map(({ by }) => nameOf(ctx, by)));
    const who = names.length > 0 ? `${names.join(', ')} may not approve this now, and ` : '';
    throw new AppError(
      'forbidden',
      `The approvals are not enough any more: ${who}${missing.shortBy} more of ${missing.requirement.from} is needed.`,
      { hint: 'Ask again for new ones.' },
    );
  }
}

/** Whom the rules ask for now. What only a default of an earlier release decided is not judged by those of this one. */
async function requiredNow(
  ctx: CommandContext,
  command: Command,
  { rule, proposal: seen, undoOf }: ApprovalRequest,
  unseen: Proposal | undefined,
): Promise<readonly Requirement[]> {
  const proposal = unseen ?? seen;
  const { deploymentPolicy, team, merged } = await ctx.access.policy(ctx.actor.teamId);
  const isByRules = !undoOf && (unseen || hasRuleFor(merged, command.name, proposal) || !isDefaultRule(rule));
  const gate = isByRules ? matchRule(deploymentPolicy, team, command.name, proposal) : undefined;
  const floor = command.kind === 'planned' && command.floor ? await command.floor(ctx) : [];
  return withFloor(gate, floor)?.require ?? [];
}

async function judgedNow(
  { access }: CommandContext,
  { teamId, requester }: ApprovalRequest,
  approval: Decision,
  require: readonly Requirement[],
): Promise<Decision> {
  // Whoever confirms alone approves nothing that somebody else has to.
  if (approval.by === requester) return { ...approval, meets: [] };
  return { ...approval, meets: await access.meets(teamId, approval.by, require, { live: true }) };
}

/** For those who read the card. */
export async function nameOf({ people, actor }: Pick<CommandContext, 'people' | 'actor'>, id: string): Promise<string> {
  const person = await people.person(actor.teamId, id).catch(() => undefined);
  return person?.name ?? id;
}
