import type { z } from 'zod';
import type { Role } from '../../domain/actor.ts';
import type { Outcome, Plan, PlanItem, Proposal, Unfinished } from '../../domain/proposal.ts';
import { AppError } from '../../lib/errors.ts';
import type { Json } from '../../lib/json.ts';
import type { LiteMail } from '../../ports/litemail.ts';
import type { View } from '../../ports/notifier.ts';
import type { CommandContext, Journal } from '../context.ts';
import { type Args, type FieldErrors, missingArgs, type Raw, type Values, validateArgs } from './arguments.ts';
import { example, usage } from './usage.ts';

export { flag, positional } from './arguments.ts';

export interface OperationNames {
  readonly litemail?: readonly (keyof LiteMail)[];
  readonly cloudflare?: readonly string[];
}

interface Declared {
  /** As typed, nouns in the form of interfaces.md §4: `dns add`, `cloudflare zones list`, or one word such as `status`. */
  readonly name: string;
  /** One line without a full stop, saying what it does for the person. */
  readonly summary: string;
  /** Whom the command is for; null: everybody, people without a role included. */
  readonly role: Role | null;
  readonly args: Args;
  /** At least one of these is required; without any the form opens, with the error on the first. */
  readonly needs?: readonly string[];
  /** Further sentences for `help` and the docs. */
  readonly notes?: readonly string[];
  /** Operations of the APIs that it needs, by name: their documentation says which command reaches them. */
  readonly operations?: OperationNames;
  /** The answer is for the caller alone, `--share` or not: balances are nobody else's business. */
  readonly onlyForCaller?: true;
  /** What the form is filled in with when it is opened without any words. */
  readonly prefill?: (ctx: CommandContext) => Promise<Raw>;
}

/** A command with its argument types erased, so that the registry needs no casts. */
interface Closed extends Declared {
  /** First word of the name. */
  readonly noun: string;
  /** The other words; empty for `status` and its like. */
  readonly verb: string;
  check(raw: Raw): FieldErrors;
}

interface Immediate<K extends 'read' | 'write'> extends Closed {
  readonly kind: K;
  /** Throws AppError `bad_input` with `fields` when `check` would complain. */
  run(ctx: CommandContext, raw: Raw): Promise<View>;
}

/** Has no `run`: it plans, waits for approval, and applies exactly the plan that was approved. */
export interface PlannedCommand extends Closed {
  readonly kind: 'planned';
  /** The argument that names the request which this one undoes. */
  readonly undoes?: string;
  /** Applied at once when no approval is needed. */
  readonly autoApply?: true;
  plan(ctx: CommandContext, raw: Raw): Promise<{ readonly plan: Plan } | NoPlan>;
  /** Pure: what the card shows and what rules are matched against. */
  describe(plan: Plan): Proposal;
  /** All items of the plan, where the proposal leaves some out. */
  allItems?(plan: Plan): readonly PlanItem[];
  /** May be called again after a crash, with the journal of the time before. */
  apply(ctx: CommandContext, plan: Plan, journal: Journal): Promise<Outcome | Unfinished>;
}

export type ImmediateCommand = Immediate<'read'> | Immediate<'write'>;
export type Command = ImmediateCommand | PlannedCommand;

/** What sending it does; `autoApply`: applied at once unless an approval is needed. */
export const executionMode = (command: Command): Command['kind'] | 'autoApply' =>
  command.kind === 'planned' && command.autoApply ? 'autoApply' : command.kind;

interface NoPlan {
  readonly noChange: View;
  /** There would be a change, but this blocks it. */
  readonly refused?: Pick<Proposal, 'items' | 'omittedCount'>;
}

/** Returned by `plan` when there is nothing to change, or something blocks it. */
export class NoChange {
  readonly found: NoPlan;
  constructor(planned: NoPlan) {
    this.found = planned;
  }
}
export const noChange = (view: View): NoChange => new NoChange({ noChange: view });
export const refused = (view: View, blockers: Pick<Proposal, 'items' | 'omittedCount'>): NoChange =>
  new NoChange({ noChange: view, refused: blockers });

/** These delete, replace or cost money; with `read` or `write` such a name does not compile. */
type NeedsAPlan =
  | 'delete'
  | 'remove'
  | 'retire'
  | 'cancel'
  | 'undo'
  | 'import'
  | 'swap'
  | 'rollback'
  | 'unforward'
  | 'email-unforward'
  | 'catch-all-off'
  | 'buy'
  | 'top-up'
  | 'upgrade';
type Harmless<N extends string> = N extends `${string} ${NeedsAPlan}` ? never : N;

type Declaration<N extends string, A extends Args> = Omit<Declared, 'name' | 'args'> & {
  readonly name: N;
  readonly args: A;
};

/** Outcome whose inverse is a plan of the same command. */
export type OutcomeOf<P> = Omit<Outcome, 'inverse'> & { readonly inverse?: P };

function declare<N extends string, A extends Args>(spec: Declaration<N, A>) {
  const { name, summary, role, args, needs, notes, operations, onlyForCaller, prefill } = spec;
  const [noun = '', ...verb] = name.split(' ');
  const places = Object.entries(args).filter(([, arg]) => arg.place === 'positional');
  const misplaced = places.findIndex(([, arg], index) => {
    const after = places[index + 1]?.[1];
    return after && (arg.many || (after.required && !arg.required));
  });
  if (misplaced >= 0) throw new Error(`${name}: no positional argument may follow ${places[misplaced]?.[0]}`);

  const check = (raw: Raw): FieldErrors => ({
    ...missingArgs({ args, needs }, raw),
    ...validateArgs(args, raw).errors,
  });
  const bind = (raw: Raw): Values<A> => {
    const { values } = validateArgs(args, raw);
    const errors = check(raw);
    const [first, ...others] = Object.values(errors);
    if (!first) return values;
    throw new AppError('bad_input', [first, ...others].join(' '), {
      fields: errors,
      hint: `Usage: \`${usage(spec)}\`. For example: \`${example(spec)}\``,
    });
  };
  return {
    declared: {
      name,
      summary,
      role,
      args,
      noun,
      verb: verb.join(' '),
      check,
      ...(needs ? { needs } : {}),
      ...(notes ? { notes } : {}),
      ...(operations ? { operations } : {}),
      ...(onlyForCaller ? { onlyForCaller } : {}),
      ...(prefill ? { prefill } : {}),
    },
    bind,
  };
}

const immediate =
  <K extends 'read' | 'write'>(kind: K) =>
  <const N extends string, A extends Args>(
    spec: Declaration<N & Harmless<N>, A> & { run(ctx: CommandContext, args: Values<A>): Promise<View> },
  ): Immediate<K> => {
    const { declared, bind } = declare(spec);
    return { ...declared, kind, run: async (ctx, raw) => spec.run(ctx, bind(raw)) };
  };

export const command = {
  /** Changes nothing. */
  read: immediate('read'),
  /** A harmless change made at once. What deletes, replaces or costs money is `planned`. */
  write: immediate('write'),
  planned<const N extends string, A extends Args, P>(
    spec: Declaration<N, A> & {
      readonly planSchema: z.ZodType<P>;
      /** Only reads. Returns the plan, or `noChange(view)`. */
      plan(ctx: CommandContext, args: Values<A>): Promise<P | NoChange>;
      describe(plan: P): Proposal;
      allItems?(plan: P): readonly PlanItem[];
      apply(ctx: CommandContext, plan: P, journal: Journal): Promise<OutcomeOf<P> | Unfinished>;
      readonly undoes?: keyof A & string;
      readonly autoApply?: true;
      readonly run?: never;
    },
  ): PlannedCommand {
    const { declared, bind } = declare(spec);
    // Through JSON, because it is stored as JSON: the fingerprint must match what is read back.
    const serializePlan = (plan: P) =>
      JSON.parse(JSON.stringify(spec.planSchema.parse(plan))) as { [key: string]: Json };
    const parsePlan = (plan: Plan) => spec.planSchema.parse(plan);
    return {
      ...declared,
      kind: 'planned',
      ...(spec.undoes && { undoes: spec.undoes }),
      ...(spec.autoApply && { autoApply: spec.autoApply }),
      async plan(ctx, raw) {
        const planned = await spec.plan(ctx, bind(raw));
        return planned instanceof NoChange ? planned.found : { plan: serializePlan(planned) };
      },
      describe: (plan) => spec.describe(parsePlan(plan)),
      ...(spec.allItems && { allItems: (plan: Plan) => spec.allItems?.(parsePlan(plan)) ?? [] }),
      async apply(ctx, plan, journal) {
        const result = await spec.apply(ctx, parsePlan(plan), journal);
        if (result.status === 'unfinished') return result;
        const { inverse, ...outcome } = result;
        return inverse === undefined ? outcome : { ...outcome, inverse: serializePlan(inverse) };
      },
    };
  },
};
