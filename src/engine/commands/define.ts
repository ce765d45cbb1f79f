import type { z } from 'zod';
import type { Outcome, Plan, PlanItem, Proposal, Unfinished } from '../../domain/proposal.ts';
import { AppError } from '../../lib/errors.ts';
import type { Json } from '../../lib/json.ts';
import type { View } from '../../ports/notifier.ts';
import type { Requirement } from '../approvals/policy/policy.ts';
import type {
  Command,
  CommandContext,
  Declared,
  Enrichment,
  Found,
  Immediate,
  Journal,
  NoPlan,
  Operations,
  PlannedCommand,
  UndoPlan,
  UndoScope,
  Vocabulary,
} from '../context.ts';
import { type Args, type FieldErrors, missingArgs, type Raw, type Values, validateArgs } from './arguments.ts';
import { example, usage } from './usage.ts';

export type { Command, ImmediateCommand, PlannedCommand } from '../context.ts';
export { flag, positional } from './arguments.ts';

/** What sending it does; `autoApply`: applied at once unless an approval is needed. */
export const executionMode = (command: Command): Command['kind'] | 'autoApply' =>
  command.kind === 'planned' && command.autoApply ? 'autoApply' : command.kind;

/** Returned by `plan` when there is nothing to change, or something blocks it. */
export class NoChange {
  readonly found: NoPlan;
  constructor(planned: NoPlan) {
    this.found = planned;
  }
}
export const noChange = (view: View, found: Pick<NoPlan, 'unchanged'> = {}): NoChange =>
  new NoChange({ noChange: view, ...found });
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

type Declaration<N extends string, A extends Args, Ctx, Ops> = Omit<
  Declared,
  'name' | 'args' | 'prefill' | 'operations'
> & {
  readonly name: N;
  readonly args: A;
  readonly operations?: Ops;
  prefill?(ctx: Ctx, given: Raw): Promise<Raw>;
};

/** Returned by `plan` of a typed command for the undo of a request. */
export class UndoOf {
  readonly found: Extract<Found, { undoOf: string }>;
  constructor(undoOf: string, except: readonly string[] = []) {
    this.found = { undoOf, except };
  }
}

/** Outcome whose inverse is a plan of the same command. */
type OutcomeOf<P> = Omit<Outcome, 'inverse'> & { readonly inverse?: P };

function declare<N extends string, A extends Args, Ctx extends CommandContext, Ops extends Operations>(
  spec: Declaration<N, A, Ctx, Ops>,
  vocabulary: Vocabulary,
) {
  const { name, summary, role, args, needs, notes, operations, onlyForCaller } = spec;
  const [noun = '', ...verb] = name.split(' ');
  const places = Object.entries(args).filter(([, arg]) => arg.place === 'positional');
  const misplaced = places.findIndex(([, arg], index) => {
    const after = places[index + 1]?.[1];
    return after && (arg.many || (after.required && !arg.required));
  });
  if (misplaced >= 0) throw new Error(`${name}: no positional argument may follow ${places[misplaced]?.[0]}`);

  const validate = (raw: Raw) => {
    const { values, errors } = validateArgs(args, raw);
    return { values, errors: { ...missingArgs({ args, needs }, raw), ...errors } };
  };
  const bind = (raw: Raw): Values<A> => {
    const { values, errors } = validate(raw);
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
      vocabulary,
      check: (raw: Raw): FieldErrors => validate(raw).errors,
      ...(needs ? { needs } : {}),
      ...(notes ? { notes } : {}),
      ...(operations ? { operations } : {}),
      ...(onlyForCaller ? { onlyForCaller } : {}),
      ...(spec.prefill && { prefill: (ctx: Ctx, given: Raw) => spec.prefill?.(ctx, given) ?? Promise.resolve(given) }),
    },
    bind,
  };
}

const immediate =
  <Ctx extends CommandContext, Ops extends Operations, K extends 'read' | 'write'>(kind: K, vocabulary: Vocabulary) =>
  <const N extends string, A extends Args>(
    spec: Declaration<N & Harmless<N>, A, Ctx, Ops> & { run(ctx: Ctx, args: Values<A>): Promise<View> },
  ): Immediate<K> => {
    const { declared, bind } = declare(spec, vocabulary);
    return { ...declared, kind, run: async (ctx: Ctx, raw) => spec.run(ctx, bind(raw)) };
  };

/**
 * How commands are declared whose context is `Ctx`: the engine's, and what a product adds to it. The engine holds them as
 * its own, because parameters of methods are bivariant; the app passes the product's context to all of them.
 */
export const commandsFor = <Ctx extends CommandContext, Ops extends Operations = Operations>(
  vocabulary: Vocabulary = {},
) => ({
  /** Changes nothing. */
  read: immediate<Ctx, Ops, 'read'>('read', vocabulary),
  /** A harmless change made at once. What deletes, replaces or costs money is `planned`. */
  write: immediate<Ctx, Ops, 'write'>('write', vocabulary),
  planned<const N extends string, A extends Args, P>(
    spec: Declaration<N, A, Ctx, Ops> & {
      readonly planSchema: z.ZodType<P>;
      /** Only reads. Returns the plan, or `noChange(view)`. */
      plan(ctx: Ctx, args: Values<A>): Promise<P | NoChange | UndoOf>;
      floor?(ctx: Ctx): Promise<readonly Requirement[]>;
      describe(plan: P): Proposal;
      allItems?(plan: P): readonly PlanItem[];
      locks?(plan: NoInfer<P>): readonly string[];
      readonly rechecks?: true;
      enrich?(plan: NoInfer<P>, ctx: Ctx): Enrichment | undefined;
      apply(ctx: Ctx, plan: P, journal: Journal): Promise<OutcomeOf<P> | Unfinished>;
      undo?(plan: NoInfer<P>, outcome: Omit<Outcome, 'inverse'>, request: string): NoInfer<P> | undefined;
      readonly undoCommand?: string;
      planUndo?(ctx: Ctx, reverse: NoInfer<P>, scope: UndoScope): Promise<UndoPlan<NoInfer<P>> | NoChange>;
      readonly autoApply?: true;
      readonly run?: never;
    },
  ): PlannedCommand {
    const { declared, bind } = declare(spec, vocabulary);
    // Through JSON, because it is stored as JSON: the fingerprint must match what is read back.
    const serializePlan = (plan: P) =>
      JSON.parse(JSON.stringify(spec.planSchema.parse(plan))) as { [key: string]: Json };
    const parsePlan = (plan: Plan) => spec.planSchema.parse(plan);
    return {
      ...declared,
      kind: 'planned',
      ...(spec.autoApply && { autoApply: spec.autoApply }),
      async plan(ctx: Ctx, raw) {
        const planned = await spec.plan(ctx, bind(raw));
        if (planned instanceof NoChange) return planned.found;
        return planned instanceof UndoOf ? planned.found : { plan: serializePlan(planned) };
      },
      ...(spec.floor && { floor: async (ctx: Ctx) => (await spec.floor?.(ctx)) ?? [] }),
      describe: (plan) => spec.describe(parsePlan(plan)),
      ...(spec.allItems && { allItems: (plan: Plan) => spec.allItems?.(parsePlan(plan)) ?? [] }),
      ...(spec.rechecks && { rechecks: spec.rechecks }),
      ...(spec.locks && { locks: (plan: Plan) => spec.locks?.(parsePlan(plan)) ?? [] }),
      ...(spec.enrich && { enrich: (plan: Plan, ctx: Ctx) => spec.enrich?.(parsePlan(plan), ctx) }),
      ...(spec.undoCommand && { undoCommand: spec.undoCommand }),
      ...(spec.undo && {
        undo(plan: Plan, outcome: Omit<Outcome, 'inverse'>, request: string) {
          const reverse = spec.undo?.(parsePlan(plan), outcome, request);
          return reverse && serializePlan(reverse);
        },
      }),
      ...(spec.planUndo && {
        async planUndo(ctx: Ctx, reverse: Plan, scope: UndoScope) {
          const found = await spec.planUndo?.(ctx, parsePlan(reverse), scope);
          if (!found) return { plan: reverse };
          return found instanceof NoChange ? found.found : { ...found, plan: serializePlan(found.plan) };
        },
      }),
      async apply(ctx: Ctx, stored, journal) {
        const plan = parsePlan(stored);
        const result = await spec.apply(ctx, plan, journal);
        if (result.status === 'unfinished') return result;
        const { inverse, ...outcome } = result;
        const reverse = inverse ?? spec.undo?.(plan, outcome, ctx.request ?? '');
        return {
          ...outcome,
          ...(inverse && { inverse: serializePlan(inverse) }),
          ...(reverse && { undoable: true as const }),
        };
      },
    };
  },
});
