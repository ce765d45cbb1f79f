import type { Json } from '../lib/json.ts';

/** What a plan does to what exists. Taken from the plan, never from the verb. */
export type Effect = 'read' | 'write' | 'destructive' | 'spends';
export type RiskLevel = 'low' | 'medium' | 'high';

export interface Risk {
  readonly level: RiskLevel;
  /** Each a sentence a non-expert understands. Empty only when the level is low. */
  readonly reasons: readonly string[];
}

/** One line of what will change; `-` and `+` lines make the diff on the card. */
export interface PlanItem {
  readonly sign: '+' | '-' | ' ';
  readonly text: string;
}

/** How many items a card shows. */
export const cardLines = 14;

/** A plan described for people: what the card shows and what rules match against. A pure function of the plan. */
export interface Proposal {
  readonly title: string;
  readonly effect: Effect;
  readonly risk: Risk;
  readonly items: readonly PlanItem[];
  /** Items hold mentions of people, groups and channels, and nothing that somebody typed: they are shown as such. */
  readonly mentions?: true;
  /** How many items are left out. */
  readonly omittedCount?: number;
  /** Items, or names in them, are left out: Details and a file below the card show everything. */
  readonly truncated?: true;
  /** The text of some `items` is cut short; the command's `allItems` has it in full. */
  readonly shortened?: true;
  /** What it means, in plain words: "mail for acme-mail.com stops being delivered". */
  readonly meaning: readonly string[];
  /** What undoing it takes. */
  readonly undo: string;
  /** Label of the button that undoes it, where “Undo” would not fit. */
  readonly undoLabel?: string;
  /** API calls made by the apply. */
  readonly calls: number;
  /** Where no rule says otherwise its requester confirms the plan; after a failure a button asks for it again. */
  readonly confirm?: boolean;
  /** What it changes, by name: requests are found by it, and no two of one subject are applied at the same time. */
  readonly subjects?: readonly string[];
  /** What the subjects are called, in the plural. */
  readonly noun?: string;
  /** Subjects it also covers, where nothing had to change when it was planned. */
  readonly unchanged?: readonly string[];
}

/** A stored plan: opaque to the approval machinery, known to the command that made it. */
export type Plan = { [key: string]: Json };

/** How an apply ended. `inverse` is the plan that undoes it, where the command cannot make it of plan and outcome. */
export interface Outcome {
  readonly status: 'applied' | 'failed' | 'refused';
  readonly text: string;
  /** Why it ended early: the beginning of `text`, kept when a recheck finds out the rest. */
  readonly reason?: string;
  readonly lines?: readonly string[];
  /** After a refusal for drift: what the same command would do now. Nobody has approved it. */
  readonly replan?: Pick<Proposal, 'title' | 'items' | 'omittedCount'> & { readonly result?: 'nothing' | 'refused' };
  /** Somebody stopped it before it was done. */
  readonly stopped?: true;
  /** What was written, by subject: all of it, part of it, or not known. Of other subjects nothing was written. */
  readonly written?: Readonly<Record<string, 'all' | 'part' | 'unknown'>>;
  /** The current records could not be read: they are rechecked, so this outcome may still change. */
  readonly needsRecheck?: true;
  /** What only the requester may see, such as a balance, and where the requester pays. */
  readonly forRequester?: { readonly text: string; readonly link?: { readonly label: string; readonly url: string } };
  readonly inverse?: Plan;
  /** It changed something that can be put back. */
  readonly undoable?: true;
}

/** Progress of a run over many subjects, for its message. */
export interface RunState {
  readonly done: number;
  readonly total: number;
  /** What is being done now, as a sentence. */
  readonly now: string;
  /** When it resumes by itself, epoch milliseconds; absent while it is running. */
  readonly restsUntil?: number;
  /** Problems so far, a sentence each. */
  readonly problems: readonly string[];
}

/** An apply that is not finished: it is called again with its journal, at once unless `error` is set. */
export interface Unfinished {
  readonly status: 'unfinished';
  readonly run: RunState;
  /** What interrupted it, as thrown. */
  readonly error?: unknown;
}

type Reported = Pick<Outcome, 'status' | 'text' | 'reason'>;

/** The outcome of an apply that ended early, with the reason first. It is never plainly applied. */
export const withReason = <T extends Reported>(outcome: T, reason: string | undefined): T =>
  reason === undefined
    ? outcome
    : {
        ...outcome,
        status: outcome.status === 'applied' ? 'failed' : outcome.status,
        text: `${reason} ${outcome.text}`,
        reason,
      };

/** What its subjects are called, in the plural. */
export const nounOf = ({ noun = 'parts' }: Proposal): string => noun;
