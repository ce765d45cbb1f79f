import type { z } from 'zod';
import type { Role } from '../core/actor.ts';
import { AppError } from '../core/errors.ts';
import type { Json } from '../core/json.ts';
import type { Outcome, Plan, PlanItem, Proposal, Unfinished } from '../core/plan.ts';
import type { LiteMail } from '../ports/litemail.ts';
import type { View } from '../ports/notifier.ts';
import type { CommandContext, Journal } from '../services/context.ts';
import { type Args, type FieldErrors, lacking, type Raw, read, type Values } from './args.ts';
import { example, usage } from './usage.ts';

export { flag, positional } from './args.ts';

export interface Reach {
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
  /** One of these has to be given, whichever; where none is, the form opens. The first is what the form complains of. */
  readonly needs?: readonly string[];
  /** Further sentences for `help` and the docs. */
  readonly notes?: readonly string[];
  /** Operations of the APIs that it needs, by name: their documentation says which command reaches them. */
  readonly reaches?: Reach;
  /** The answer is for the caller alone, `--share` or not: balances are nobody else's business. */
  readonly onlyForCaller?: true;
  /** What the form is filled in with when it is opened without any words. */
  readonly prefill?: (ctx: CommandContext) => Promise<Raw>;
}

/** A command with its types closed over, so that a registry holds all of them without casts. */
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

/** Has no `run`: it can only plan, wait for those who must agree, and apply the very plan that they saw. */
export interface PlannedCommand extends Closed {
  readonly kind: 'planned';
  /** The argument that names the request which this one undoes. */
  readonly undoes?: string;
  /** May be a mere addition that nobody has to agree to, and is then done at once. */
  readonly adds?: true;
  plan(ctx: CommandContext, raw: Raw): Promise<{ readonly plan: Plan } | NothingToPlan>;
  /** Pure: what the card shows and what rules are matched against. */
  describe(plan: Plan): Proposal;
  /** Every item of the plan, where the proposal leaves some out. */
  whole?(plan: Plan): readonly PlanItem[];
  /** May be called again after a crash, with the journal of the time before. */
  apply(ctx: CommandContext, plan: Plan, journal: Journal): Promise<Outcome | Unfinished>;
}

export type ImmediateCommand = Immediate<'read'> | Immediate<'write'>;
export type Command = ImmediateCommand | PlannedCommand;

/** What comes of sending it; `adds`: a plan only where somebody has to agree to it. */
export const happens = (command: Command): Command['kind'] | 'adds' =>
  command.kind === 'planned' && command.adds ? 'adds' : command.kind;

interface NothingToPlan {
  readonly nothing: View;
  /** There would be something to do; this is what stands in its way. */
  readonly refused?: Pick<Proposal, 'items' | 'more'>;
}

/** The answer of a `plan` that found nothing to do, or something in the way. */
export class Nothing {
  readonly found: NothingToPlan;
  constructor(found: NothingToPlan) {
    this.found = found;
  }
}
export const nothing = (view: View): Nothing => new Nothing({ nothing: view });
export const refused = (view: View, by: Pick<Proposal, 'items' | 'more'>): Nothing =>
  new Nothing({ nothing: view, refused: by });

/** These take away, replace or cost; with `read` or `write` such a name does not compile. */
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

function closed<N extends string, A extends Args>(spec: Declaration<N, A>) {
  const { name, summary, role, args, needs, notes, reaches, onlyForCaller, prefill } = spec;
  const [noun = '', ...verb] = name.split(' ');
  const places = Object.entries(args).filter(([, arg]) => arg.place === 'positional');
  const stray = places.findIndex(([, arg], index) => {
    const after = places[index + 1]?.[1];
    return after && (arg.many || (after.required && !arg.required));
  });
  if (stray >= 0) throw new Error(`${name}: no positional argument may follow ${places[stray]?.[0]}`);

  const check = (raw: Raw): FieldErrors => ({ ...lacking({ args, needs }, raw), ...read(args, raw).errors });
  const bind = (raw: Raw): Values<A> => {
    const { values } = read(args, raw);
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
      ...(reaches ? { reaches } : {}),
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
    const { declared, bind } = closed(spec);
    return { ...declared, kind, run: async (ctx, raw) => spec.run(ctx, bind(raw)) };
  };

export const command = {
  /** Changes nothing. */
  read: immediate('read'),
  /** Adds or sets something that hurts nobody, at once. What deletes, replaces or costs is `planned`. */
  write: immediate('write'),
  planned<const N extends string, A extends Args, P>(
    spec: Declaration<N, A> & {
      readonly planSchema: z.ZodType<P>;
      /** Reads only. Gives the plan, or `nothing(view)`. */
      plan(ctx: CommandContext, args: Values<A>): Promise<P | Nothing>;
      describe(plan: P): Proposal;
      whole?(plan: P): readonly PlanItem[];
      apply(ctx: CommandContext, plan: P, journal: Journal): Promise<OutcomeOf<P> | Unfinished>;
      readonly undoes?: keyof A & string;
      readonly adds?: true;
      readonly run?: never;
    },
  ): PlannedCommand {
    const { declared, bind } = closed(spec);
    // Through JSON, because that is how it is stored: what is fingerprinted now is what is read back later.
    const stored = (plan: P) => JSON.parse(JSON.stringify(spec.planSchema.parse(plan))) as { [key: string]: Json };
    const known = (plan: Plan) => spec.planSchema.parse(plan);
    return {
      ...declared,
      kind: 'planned',
      ...(spec.undoes && { undoes: spec.undoes }),
      ...(spec.adds && { adds: spec.adds }),
      async plan(ctx, raw) {
        const found = await spec.plan(ctx, bind(raw));
        return found instanceof Nothing ? found.found : { plan: stored(found) };
      },
      describe: (plan) => spec.describe(known(plan)),
      ...(spec.whole && { whole: (plan: Plan) => spec.whole?.(known(plan)) ?? [] }),
      async apply(ctx, plan, journal) {
        const result = await spec.apply(ctx, known(plan), journal);
        if (result.status === 'unfinished') return result;
        const { inverse, ...outcome } = result;
        return inverse === undefined ? outcome : { ...outcome, inverse: stored(inverse) };
      },
    };
  },
};
