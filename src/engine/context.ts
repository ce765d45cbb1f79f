import type { Actor, Role } from '../domain/actor.ts';
import type { Outcome, Plan, PlanItem, Proposal, Unfinished } from '../domain/proposal.ts';
import type { Json } from '../lib/json.ts';
import type { Clock } from '../ports/clock.ts';
import type { Locks } from '../ports/locks.ts';
import type { Notifier, View } from '../ports/notifier.ts';
import type { People } from '../ports/people.ts';
import type { Stores, WriteOptions } from '../ports/stores.ts';
import type { ModalView } from '../ui/block-types.ts';
import type { Access } from './approvals/policy/access.ts';
import type { Requirement } from './approvals/policy/policy.ts';
import type { Args, FieldErrors, Raw } from './commands/arguments.ts';

/** Everything the engine needs, whoever asks. Features have more (features/product-context.ts). */
export interface Services {
  readonly stores: Pick<Stores, 'teams' | 'plans' | 'requests' | 'journals' | 'jobs' | 'audit'>;
  /** Every command there is. */
  readonly registry: readonly Command[];
  readonly clock: Clock;
  readonly locks: Locks;
  /** `newId('r')` gives an id such as `r-7f3a2k`, short enough to be said aloud. */
  newId(prefix: string): string;
  readonly access: Access;
  readonly people: People;
  readonly notifier: Notifier;
  /** Logs an unexpected error and returns the reference shown to the person. */
  reference(error: unknown): string;
}

/** One command running for one person. */
export interface CommandContext extends Services {
  readonly actor: Actor;
  /** When somebody asked for it, epoch milliseconds; absent where nobody waits for an answer. */
  readonly askedAt?: number;
  /** Hash of what Slack signed; it leads to one change only. */
  readonly delivery?: string;
  /** The request that is being applied. */
  readonly request?: string;
  /** The channel the command was typed in, when there is one. */
  readonly channel?: string;
  /** Shows a form now; false when Slack would not. Absent where nobody is there to see one. */
  openForm?(view: ModalView): Promise<boolean>;
}

/** What an apply needs after a crash. `save` resolves once it is on disk, unless `lazily`. */
export interface Journal {
  read(): Json | undefined;
  save(progress: Json, options?: WriteOptions): Promise<void>;
  /** No further attempt follows: an error now is final. */
  readonly lastTry: boolean;
  /** It has taken so long that rate limits are no longer waited out either. */
  readonly outOfTime?: boolean;
  /** `recheck`: the apply has ended and only its outcome is read again; nothing is written. */
  readonly mode?: 'recheck';
  /** Whether somebody pressed Stop: what was started is finished, nothing else is. Absent where nobody can. */
  stopped?(): Promise<boolean>;
}

/** API → names of its operations. */
export type Operations = Readonly<Record<string, readonly string[] | undefined>>;

/** What every command declares. */
export interface Declared {
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
  readonly operations?: Operations;
  /** The answer is for the caller alone, `--share` or not: balances are nobody else's business. */
  readonly onlyForCaller?: true;
  /** What the form is filled in with when it is opened without any words. */
  prefill?(ctx: CommandContext, given: Raw): Promise<Raw>;
}

/** How a product writes its nouns. */
export interface Vocabulary {
  /** In titles, where a capital letter is not enough: dns → DNS. */
  readonly titles?: Readonly<Record<string, string>>;
  /** What may be typed instead of a noun: cf → cloudflare. */
  readonly shortForms?: Readonly<Record<string, string>>;
}

/** A command with its argument types erased, so that the registry needs no casts. */
interface Closed extends Declared {
  /** First word of the name. */
  readonly noun: string;
  /** The other words; empty for `status` and its like. */
  readonly verb: string;
  readonly vocabulary?: Vocabulary;
  check(raw: Raw): FieldErrors;
}

export interface Immediate<K extends 'read' | 'write'> extends Closed {
  readonly kind: K;
  /** Throws AppError `bad_input` with `fields` when `check` would complain. */
  run(ctx: CommandContext, raw: Raw): Promise<View>;
}

/** Has no `run`: it plans, waits for approval, and applies exactly the plan that was approved. */
export interface PlannedCommand extends Closed {
  readonly kind: 'planned';
  /** Applied at once when no approval is needed. */
  readonly autoApply?: true;
  plan(ctx: CommandContext, raw: Raw): Promise<Found>;
  /** Who has to agree whatever the rules say: asked when it is requested, and again before it is applied. */
  floor?(ctx: CommandContext): Promise<readonly Requirement[]>;
  /** Pure: what the card shows and what rules are matched against. */
  describe(plan: Plan): Proposal;
  /** All items of the plan, where the proposal leaves some out. */
  allItems?(plan: Plan): readonly PlanItem[];
  /** What is added to the card once it is known; called with the context that the plan was made in. */
  enrich?(plan: Plan, ctx: CommandContext): Enrichment | undefined;
  /** What must not be applied to at the same time; the subjects of the proposal where it is not said. */
  locks?(plan: Plan): readonly string[];
  /**
   * With mode `recheck`, `apply` only reads and says what became of what it wrote. An outcome with `needsRecheck` is looked
   * at again in that way, and so is what was written before an error that ended the apply.
   */
  readonly rechecks?: true;
  /** Pure: the plan that puts back what this outcome did, of `undoCommand`; undefined if it did nothing. With it comes the Undo button. */
  undo?(plan: Plan, outcome: Omit<Outcome, 'inverse'>, request: string): Plan | undefined;
  /** The typed command that asks for the undo and applies it; the command itself where there is none. */
  readonly undoCommand?: string;
  /** This is not the command itself but what its Undo button stands for. */
  readonly undoes?: true;
  /** What of the reverse is to be done as things are now, or why it cannot; without it all of it. */
  planUndo?(ctx: CommandContext, reverse: Plan, scope: UndoScope): Promise<UndoPlan<Plan> | NoPlan>;
  /** May be called again after a crash, with the journal of the time before. */
  apply(ctx: CommandContext, plan: Plan, journal: Journal): Promise<Outcome | Unfinished>;
}

export type ImmediateCommand = Immediate<'read'> | Immediate<'write'>;
export type Command = ImmediateCommand | PlannedCommand;

/** What a command asks for, and what that undoes. */
export interface Planned {
  readonly plan: Plan;
  readonly undoes?: {
    readonly id: string;
    readonly title: string;
    /** How many subjects the request has that is undone. */
    readonly subjects: number;
    readonly unchanged: readonly string[];
    /** Whom it needed. */
    readonly require: readonly Requirement[];
  };
}

export interface UndoScope {
  /** The request that is undone. */
  readonly id: string;
  /** Its subjects that have been undone already. */
  readonly undone: readonly string[];
  /** Those to be left as they are, as typed. */
  readonly except: readonly string[];
}

export interface UndoPlan<P> {
  readonly plan: P;
  /** Subjects that somebody has put back already. */
  readonly unchanged?: readonly string[];
}

/** What planning found; a typed command for undoing says which request it is about. */
export type Found = Planned | NoPlan | { readonly undoOf: string; readonly except: readonly string[] };

/** Nothing is asked for. */
export interface NoPlan {
  readonly noChange: View;
  /** There would be a change, but this blocks it. */
  readonly refused?: Pick<Proposal, 'items' | 'omittedCount'>;
  /** Of an undo: subjects that somebody has put back already. */
  readonly unchanged?: readonly string[];
}

/** Lines that are added to a card once they are known; the request does not depend on them. */
export interface Enrichment {
  /** Stands above them on the card. */
  readonly title: string;
  /** In this order; each has all that the one before has, and more. A later one that fails leaves the card as it is. */
  readonly steps: readonly Promise<readonly string[]>[];
}
