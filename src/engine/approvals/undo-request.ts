import { z } from 'zod';
import type { Plan } from '../../domain/proposal.ts';
import { AppError } from '../../lib/errors.ts';
import { typed } from '../../lib/text.ts';
import { positional } from '../commands/arguments.ts';
import { findCommand, type Registry } from '../commands/names.ts';
import type { Command, CommandContext, NoPlan, Planned, PlannedCommand, Services } from '../context.ts';
import { findRequest } from './request/amend-request.ts';
import { canUndo } from './request/decide.ts';
import type { ApprovalRequest } from './request/request.ts';
import { markUndone } from './request/transition-request.ts';

/**
 * Plans the reverse of a request, as its command declares it. Throws `conflict` when it cannot be undone, has been undone,
 * or that is asked for already. `by` is the typed command that asks, which undoes what its own plans can undo.
 */
export async function planUndo(
  ctx: CommandContext,
  id: string,
  { by, except = [] }: { readonly by?: string; readonly except?: readonly string[] | undefined } = {},
): Promise<Planned | NoPlan> {
  const original = await findRequest(ctx, ctx.actor.teamId, id);
  await assertNotRequested(ctx, id);
  const command = undoCommandOf(ctx.registry, original);
  assertNotUndone(command, original);
  const reverse = await reverseOf(ctx, original);
  if (!reverse || !command || !canUndo(original, ctx.clock.now()) || (by && by !== command.name))
    throw new AppError(
      'conflict',
      `Request \`${id}\` cannot be undone. Only changes with an *Undo* button can, if they were applied in the last 30 days.`,
      { hint: `${typed(`approvals show ${id}`)} shows what it was about.` },
    );
  const scope = { id, undone: Object.keys(original.undone ?? {}), except };
  const found = (await command.planUndo?.(ctx, reverse, scope)) ?? { plan: reverse };
  if ('noChange' in found) {
    if (found.unchanged) await finishMark(ctx, original, found.unchanged);
    return found;
  }
  const { title, subjects = [] } = original.proposal;
  const { require } = original;
  const undoes = { id, title, subjects: subjects.length, unchanged: found.unchanged ?? [], require };
  return { plan: found.plan, undoes };
}

const plannedCommand = (registry: Registry, name: string): PlannedCommand | undefined => {
  const command = findCommand(registry, name);
  return command?.kind === 'planned' ? command : undefined;
};

/** The command that asks for the undo of a request: a typed one, or what the Undo button stands for. */
export function undoCommandOf(
  registry: Registry,
  { command: name }: Pick<ApprovalRequest, 'command'>,
): PlannedCommand | undefined {
  const command = plannedCommand(registry, name);
  return command?.undoCommand ? plannedCommand(registry, command.undoCommand) : command && undoing(command);
}

/** The command by which a request was asked for. */
export const commandOf = (registry: Registry, request: ApprovalRequest) =>
  request.undoOf ? undoCommandOf(registry, request) : findCommand(registry, request.command);

/** The command of a form or button. */
export const commandFor = (
  registry: Registry,
  { command, undo }: { readonly command: string; readonly undo?: true | undefined },
): Command | undefined => (undo ? undoCommandOf(registry, { command }) : findCommand(registry, command));

const request = positional(z.string().min(1), { label: 'Request', help: 'The id on the card', example: 'r-7f3a2k' });

/** The command's plans the other way round, with the name that rules know. */
const undoing = ({ needs: _, prefill: __, ...command }: PlannedCommand): PlannedCommand => ({
  ...command,
  undoes: true,
  summary: `Undo what \`${command.name}\` did`,
  args: { request },
  check: () => ({}),
  plan: (ctx, raw) => planUndo(ctx, String(raw.request)),
});

/** The plan that puts back what a request did; undefined if that is nothing, or its command knows no way back. */
export async function reverseOf(
  { stores, registry }: Pick<Services, 'stores' | 'registry'>,
  { id, teamId, command, fingerprint, inverse, outcome }: ApprovalRequest,
): Promise<Plan | undefined> {
  if (inverse) return stores.plans.get(teamId, inverse);
  const plan = outcome?.undoable && (await stores.plans.get(teamId, fingerprint));
  return plan && outcome ? plannedCommand(registry, command)?.undo?.(plan, outcome, id) : undefined;
}

async function assertNotRequested({ stores, actor }: CommandContext, id: string): Promise<void> {
  const waiting = await stores.requests.list(actor.teamId, { status: ['pending'] });
  const same = waiting.find(({ undoOf }) => undoOf === id);
  if (same)
    throw new AppError('conflict', `Request \`${same.id}\` already requests that.`, {
      hint: `It is waiting for a decision: ${typed(`approvals show ${same.id}`)}.`,
    });
}

function assertNotUndone(command: PlannedCommand | undefined, { id, undoneBy }: ApprovalRequest): void {
  if (!undoneBy) return;
  const undoCommand = command?.undoCommand;
  throw new AppError('conflict', `Request \`${id}\` has already been undone by \`${undoneBy}\`.`, {
    hint: undoCommand ? `${typed(`${undoCommand} ${undoneBy}`)} undoes the undo.` : 'Its Undo button undoes the undo.',
  });
}

/** What others put back completes an earlier undo of the rest: marks it as undone. */
async function finishMark(ctx: CommandContext, original: ApprovalRequest, subjects: readonly string[]): Promise<void> {
  const last = Object.values(original.undone ?? {}).at(-1);
  const undo = last && (await ctx.stores.requests.get(ctx.actor.teamId, last));
  if (undo) await markUndone(ctx, original.id, undo, subjects);
}
