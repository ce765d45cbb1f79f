import { z } from 'zod';
import type { Outcome, Plan, Proposal } from '../core/plan.ts';
import type { CommandContext, Journal } from '../services/context.ts';
import type { Raw } from './args.ts';
import type { Command, ImmediateCommand } from './define.ts';
import { typedLine } from './usage.ts';

/** What the approval machinery needs of a command, whichever kind it is. */
export interface Applicable {
  describe(plan: Plan): Proposal;
  apply(ctx: CommandContext, plan: Plan, journal: Journal): Promise<Outcome>;
}

const Call = z.object({
  kind: z.literal('call'),
  raw: z.record(z.string(), z.union([z.string(), z.boolean(), z.array(z.string())])),
});

/** A command that runs at once, put into the form of a plan, for teams whose rules ask somebody first. */
export const callPlan = (raw: Raw): Plan => Call.parse({ kind: 'call', raw });

const asCall = (command: ImmediateCommand): Applicable => ({
  describe: (plan) => ({
    title: command.summary,
    effect: 'write',
    risk: { level: 'low', reasons: [] },
    items: [{ sign: '+', text: typedLine(command, Call.parse(plan).raw) }],
    meaning: [],
    undo: 'Not from here.',
    calls: 1,
    dns: false,
    zones: [],
  }),
  async apply(ctx, plan) {
    const view = await command.run(ctx, Call.parse(plan).raw);
    return { status: 'applied', text: view.text };
  },
});

export const applicable = (command: Command): Applicable => (command.kind === 'planned' ? command : asCall(command));
