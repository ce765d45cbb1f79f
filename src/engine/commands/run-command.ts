import { setImmediate as othersFirst } from 'node:timers/promises';
import { z } from 'zod';
import type { Outcome, Plan, Proposal, Unfinished } from '../../domain/proposal.ts';
import { nounOf } from '../../domain/proposal.ts';
import { AppError } from '../../lib/errors.ts';
import { type Json, toJson } from '../../lib/json.ts';
import { typed } from '../../lib/text.ts';
import type { View } from '../../ports/notifier.ts';
import { requestCreatedView } from '../../ui/requests/request-state.ts';
import { type Gate, matchRule, undoGate, withFloor } from '../approvals/policy/policy.ts';
import { createRequest, type NewRequest } from '../approvals/request/create-request.ts';
import { planUndo } from '../approvals/undo-request.ts';
import { auditRefusedCommand } from '../audit/audit-refusal.ts';
import type { CommandContext, Journal, NoPlan, Planned, PlannedCommand } from '../context.ts';
import { rememberedDelivery } from '../jobs/deliveries.ts';
import type { Raw } from './arguments.ts';
import type { Command, ImmediateCommand } from './define.ts';
import { typedLine } from './usage.ts';

/** What approvals need of a command of any kind. */
interface Applicable {
  describe(plan: Plan): Proposal;
  apply(ctx: CommandContext, plan: Plan, journal: Journal): Promise<Outcome | Unfinished>;
}

const Call = z.object({
  kind: z.literal('call'),
  raw: z.record(z.string(), z.union([z.string(), z.boolean(), z.array(z.string())])),
});

/** Wraps an immediate command in a plan, for teams whose rules require an approval. */
const callPlan = (raw: Raw): Plan => Call.parse({ kind: 'call', raw });

/** Recorded before the command runs, because it must not run twice. */
const STARTED = 'begun';
const lostCall: Outcome = {
  status: 'failed',
  text: 'The outcome is unknown: the call was sent and no answer came. It was not retried. Check whether it was done before you ask again.',
};

const callCommand = (command: ImmediateCommand): Applicable => ({
  describe: (plan) => ({
    title: command.summary,
    effect: 'write',
    risk: { level: 'low', reasons: [] },
    items: [{ sign: '+', text: typedLine(command, Call.parse(plan).raw) }],
    meaning: [],
    undo: 'Not possible from here.',
    calls: 1,
  }),
  async apply(ctx, plan, journal) {
    if (journal.read() === STARTED) return lostCall;
    await journal.save(STARTED);
    try {
      const view = await command.run(ctx, Call.parse(plan).raw);
      return { status: 'applied', text: view.text };
    } catch (error) {
      // Nothing was done, so it may be retried.
      if (error instanceof AppError && (error.code === 'rate_limited' || error.code === 'upstream_unavailable'))
        await journal.save(null);
      throw error;
    }
  },
});

/** Applies what was stored when the command still ran at once: it is planned now, from what was typed then. */
const plannedCommand = (command: PlannedCommand): Applicable => ({
  describe: command.describe,
  async apply(ctx, plan, journal) {
    const call = Call.safeParse(plan).data;
    if (!call) return command.apply(ctx, plan, journal);
    if (journal.read() === STARTED) return lostCall;
    const planned = await command.plan(ctx, call.raw);
    if ('plan' in planned) return command.apply(ctx, planned.plan, journal);
    return { status: 'applied', text: 'noChange' in planned ? planned.noChange.text : 'There is nothing to do.' };
  },
});

export const applicable = (command: Command): Applicable =>
  command.kind === 'planned' ? plannedCommand(command) : callCommand(command);

/** Who has to agree to a plan, by the rules and the people of this moment; undefined when it runs at once. */
export async function gateFor(
  ctx: CommandContext,
  command: Command,
  proposal: Pick<Proposal, 'effect' | 'risk' | 'confirm'>,
  undoes?: Pick<NonNullable<Planned['undoes']>, 'require'>,
): Promise<Gate | undefined> {
  const { deploymentPolicy, team } = await ctx.access.policy(ctx.actor.teamId);
  const floor = command.kind === 'planned' && command.floor ? await command.floor(ctx) : [];
  const matched = matchRule(deploymentPolicy, team, command.name, proposal);
  return withFloor(undoes ? undoGate(matched, proposal, undoes.require) : matched, floor);
}

/** What was stored when the command still ran at once, in today's words; undefined for what was planned, as it was seen. */
export async function proposalOfCall(ctx: CommandContext, command: Command, plan: Plan): Promise<Proposal | undefined> {
  const call = command.kind === 'planned' ? Call.safeParse(plan).data : undefined;
  if (!call || command.kind !== 'planned') return undefined;
  const planned = await planAndDescribe(ctx, command, call.raw);
  return 'noChange' in planned ? undefined : planned.proposal;
}

/** Plans what was asked for, and describes it once: for the rules, and for the card. */
export async function planAndDescribe(
  ctx: CommandContext,
  command: PlannedCommand,
  raw: Raw,
): Promise<(Planned & { readonly proposal: Proposal }) | NoPlan> {
  const found = await command.plan(ctx, raw);
  // Putting a large plan into words takes a while; others get their answers before.
  await othersFirst();
  const planned =
    'undoOf' in found ? await planUndo(ctx, found.undoOf, { by: command.name, except: found.except }) : found;
  return 'noChange' in planned ? planned : { ...planned, proposal: describe(command, planned) };
}

function describe(command: PlannedCommand, { plan, undoes }: Planned): Proposal {
  const proposal = command.describe(plan);
  if (!undoes) return proposal;
  const count = proposal.subjects?.length ?? 0;
  const part = count < undoes.subjects ? ` in ${count} of ${undoes.subjects} ${nounOf(proposal)}` : '';
  return {
    ...proposal,
    // What has a label of its own for the way back has a title for it too.
    ...(proposal.undoLabel === undefined && { title: `Undo ${undoes.id} (${undoes.title})${part}` }),
    ...(undoes.unchanged.length > 0 && { unchanged: undoes.unchanged }),
  };
}

const article = { viewer: 'a viewer', operator: 'an operator', approver: 'an approver', admin: 'an admin' } as const;

/** Throws `forbidden`. `requester`: the name of whom it is about, where others read it. */
export function requireRole(
  command: Pick<Command, 'role'> & Partial<Pick<Command, 'name'>>,
  ctx: Pick<CommandContext, 'actor'>,
  requester?: string,
): void {
  if (command.role === null || ctx.actor.roles.has(command.role)) return;
  const role = article[command.role];
  const [whose, hint] = requester
    ? [
        `${requester}, who asked for this, is not ${role} here any more`,
        `An admin of this app assigns roles in ${typed('setup')}.`,
      ]
    : [
        `you are not ${role} here`,
        `An admin of this app assigns roles in ${typed('setup')}. ${typed('whoami')} shows yours.`,
      ];
  const itIsFor = `${command.name ? typed(command.name) : 'This'} is for ${role.replace(/^an? /, '')}s`;
  throw new AppError('forbidden', `${itIsFor}, and ${whose}.`, {
    hint,
    ...(!requester && { toOthers: `${itIsFor}, and this person is not ${role} here.` }),
  });
}

/** As requireRole, for the person who is there: that they were refused is in the audit. */
export const assertMayRun = (ctx: CommandContext, command: Pick<Command, 'name' | 'role'>): Promise<void> =>
  auditedRun(ctx, command.name, async () => requireRole(command, ctx));

/** That somebody was refused is in the audit. */
export async function auditedRun<T>(ctx: CommandContext, name: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof AppError && error.code === 'forbidden') await auditRefusedCommand(ctx, name, error);
    throw error;
  }
}

export interface RunOptions {
  /** Why the requester wants it. */
  readonly reason?: string;
}

/**
 * The one way to run a command, from every surface. Reads and harmless writes run at once; everything else becomes a
 * stored request and waits for whom the rules name, or for the requester's own Apply.
 */
export const runCommand = (ctx: CommandContext, command: Command, raw: Raw, options: RunOptions = {}): Promise<View> =>
  auditedRun(ctx, command.name, () => runAllowed(ctx, command, raw, options));

async function runAllowed(ctx: CommandContext, command: Command, raw: Raw, options: RunOptions): Promise<View> {
  const reason = options.reason?.trim();
  requireRole(command, ctx);
  if (command.kind === 'read') return command.run(ctx, raw);

  if (command.kind === 'write') {
    const gate = await gateFor(ctx, command, { effect: 'write', risk: { level: 'low', reasons: [] } });
    // A secret must not be stored in a plan. The change is audited.
    const holdsSecret = Object.values(command.args).some(({ secret }) => secret);
    if (!gate || (holdsSecret && (gate.require.length === 0 || command.role === 'admin'))) {
      const once = await rememberedDelivery(ctx);
      if (once.length > 0 && Object.keys(command.check(raw)).length === 0) await ctx.stores.jobs.add(once);
      return command.run(ctx, raw);
    }
    if (holdsSecret)
      throw new AppError(
        'forbidden',
        `Rule “${gate.rule}” requires approval, and a request cannot hold a key or password.`,
        { hint: 'Enter it in the dashboard of the service instead, or ask an admin about the rule.' },
      );
    const problems = Object.values(command.check(raw));
    if (problems.length > 0) throw new AppError('bad_input', problems.join(' '), { fields: command.check(raw) });
    const plan = callPlan(raw);
    return submitPlan(ctx, command, raw, { plan, proposal: applicable(command).describe(plan), gate, reason });
  }

  const planned = await planAndDescribe(ctx, command, raw);
  if ('noChange' in planned) return planned.noChange;
  const { plan, proposal, undoes } = planned;
  const gate = await gateFor(ctx, command, proposal, undoes);
  const enrichment = gate && command.enrich?.(plan, ctx);
  const locks = command.locks?.(plan);
  return submitPlan(ctx, command, raw, { plan, proposal, gate, reason, enrichment, locks, undoOf: undoes?.id });
}

const MAX_STORED_ARGS = 8_000;

/** The typed arguments, for “Ask again”. Not stored: an uploaded file, which is too large, and what holds a secret. */
const storableArgs = (command: Command, raw: Raw): { readonly [name: string]: Json } =>
  Object.keys(raw).some((key) => command.args[key]?.secret && raw[key]) || JSON.stringify(raw).length > MAX_STORED_ARGS
    ? {}
    : (toJson(raw) as { readonly [name: string]: Json });

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
      args: storableArgs(command, raw),
      ...planned,
      ...(reason && { reason }),
      asksDirectly: command.kind === 'planned' && command.floor !== undefined,
    }),
  );
}
