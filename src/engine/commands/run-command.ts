import { AppError } from '../../lib/errors.ts';
import type { Json } from '../../lib/json.ts';
import type { View } from '../../ports/notifier.ts';
import { requestCreatedView } from '../approvals/cards/request-created.ts';
import { matchRule } from '../approvals/policy/match-rule.ts';
import { createRequest, type NewRequest } from '../approvals/request/create-request.ts';
import type { CommandContext } from '../context.ts';
import type { Raw } from './arguments.ts';
import type { Command } from './define.ts';
import { applicable, callPlan, planAndDescribe } from './planned.ts';

const article = { viewer: 'a viewer', operator: 'an operator', approver: 'an approver', admin: 'an admin' } as const;

export function requireRole(command: Command, ctx: Pick<CommandContext, 'actor'>): void {
  if (command.role === null || ctx.actor.roles.has(command.role)) return;
  throw new AppError(
    'forbidden',
    `\`/litemail ${command.name}\` is for ${article[command.role].replace(/^an? /, '')}s, and you are not ${article[command.role]} here.`,
    {
      hint: 'An admin of this app assigns roles in `/litemail setup`. `/litemail whoami` shows yours.',
    },
  );
}

export interface RunOptions {
  /** Why the requester wants it. */
  readonly reason?: string;
}

/**
 * The one way to run a command, from every surface. Reads and harmless writes run at once; everything else becomes a
 * stored request and waits for whom the rules name, or for the requester's own Apply.
 */
export async function runCommand(
  ctx: CommandContext,
  command: Command,
  raw: Raw,
  options: RunOptions = {},
): Promise<View> {
  const reason = options.reason?.trim();
  requireRole(command, ctx);
  if (command.kind === 'read') return command.run(ctx, raw);

  const { deploymentPolicy, team } = await ctx.access.policy(ctx.actor.teamId);
  if (command.kind === 'write') {
    const gate = matchRule(deploymentPolicy, team, command.name, {
      effect: 'write',
      risk: { level: 'low', reasons: [] },
    });
    // A secret must not be stored in a plan. The change is audited.
    const holdsSecret = Object.values(command.args).some(({ secret }) => secret);
    if (!gate || (holdsSecret && (gate.require.length === 0 || command.role === 'admin'))) return command.run(ctx, raw);
    if (holdsSecret)
      throw new AppError(
        'forbidden',
        `Rule “${gate.rule}” requires approval, and a request cannot hold a key or password.`,
        { hint: 'Enter it in LiteMail’s dashboard instead, or ask an admin about the rule.' },
      );
    const problems = Object.values(command.check(raw));
    if (problems.length > 0) throw new AppError('bad_input', problems.join(' '), { fields: command.check(raw) });
    const plan = callPlan(raw);
    return submitPlan(ctx, command, raw, { plan, proposal: applicable(command).describe(plan), gate, reason });
  }

  const planned = await planAndDescribe(ctx, command, raw);
  if ('noChange' in planned) return planned.noChange;
  const { plan, proposal, undoes } = planned;
  const gate = matchRule(deploymentPolicy, team, command.name, proposal);
  const enrichment = gate && command.enrich?.(plan, ctx);
  const locks = command.locks?.(plan);
  return submitPlan(ctx, command, raw, { plan, proposal, gate, reason, enrichment, locks, undoOf: undoes?.id });
}

const MAX_STORED_ARGS = 8_000;

/** The typed arguments, for “Ask again”; an uploaded file is too large to be stored in the request. */
const storableArgs = (raw: Raw): { readonly [name: string]: Json } =>
  JSON.stringify(raw).length > MAX_STORED_ARGS ? {} : (raw as unknown as { readonly [name: string]: Json });

async function submitPlan(
  ctx: CommandContext,
  command: Command,
  raw: Raw,
  {
    reason,
    ...planned
  }: Pick<NewRequest, 'plan' | 'proposal' | 'gate' | 'enrichment' | 'locks' | 'undoOf'> & {
    reason: string | undefined;
  },
): Promise<View> {
  return requestCreatedView(
    await createRequest(ctx, {
      command: command.name,
      args: storableArgs(raw),
      ...planned,
      ...(reason && { reason }),
    }),
  );
}
