import { z } from 'zod';
import type { Outcome, Plan, Proposal, Unfinished } from '../../domain/proposal.ts';
import { AppError } from '../../lib/errors.ts';
import { nounOf } from '../approvals/request/request.ts';
import { planUndo } from '../approvals/undo-request.ts';
import type { CommandContext, Journal, NoPlan, Planned, PlannedCommand } from '../context.ts';
import type { Raw } from './arguments.ts';
import type { Command, ImmediateCommand } from './define.ts';
import { typedLine } from './usage.ts';

/** What approvals need of a command of any kind. */
export interface Applicable {
  describe(plan: Plan): Proposal;
  apply(ctx: CommandContext, plan: Plan, journal: Journal): Promise<Outcome | Unfinished>;
}

const Call = z.object({
  kind: z.literal('call'),
  raw: z.record(z.string(), z.union([z.string(), z.boolean(), z.array(z.string())])),
});

/** Wraps an immediate command in a plan, for teams whose rules require an approval. */
export const callPlan = (raw: Raw): Plan => Call.parse({ kind: 'call', raw });

/** Recorded before the command runs, because it must not run twice. */
const STARTED = 'begun';

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
    if (journal.read() === STARTED)
      return {
        status: 'failed',
        text: 'The outcome is unknown: the call was sent and no answer came. It was not retried. Check whether it was done before you ask again.',
      };
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

export const applicable = (command: Command): Applicable =>
  command.kind === 'planned' ? command : callCommand(command);

/** Plans what was asked for, and describes it once: for the rules, and for the card. */
export async function planAndDescribe(
  ctx: CommandContext,
  command: PlannedCommand,
  raw: Raw,
): Promise<(Planned & { readonly proposal: Proposal }) | NoPlan> {
  const found = await command.plan(ctx, raw);
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
