import { z } from 'zod';
import type { Outcome, Plan, Proposal, Unfinished } from '../../domain/proposal.ts';
import { AppError } from '../../lib/errors.ts';
import type { CommandContext, Journal } from '../context.ts';
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
    dns: false,
    zones: [],
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
