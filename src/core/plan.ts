import type { Json } from './json.ts';

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

/** A plan in the words of people: what the card shows and what rules are matched against. A pure function of the plan. */
export interface Proposal {
  readonly title: string;
  readonly effect: Effect;
  readonly risk: Risk;
  readonly items: readonly PlanItem[];
  /** So many items are left out. */
  readonly more?: number;
  /** Something is left out, items or names in them: the whole is in Details and in a file below the card. */
  readonly long?: true;
  /** Some of `items` are not shown to their end; `whole` of the command has them. */
  readonly cut?: true;
  /** What it means, in words: "mail for acme-mail.com stops being delivered". */
  readonly meaning: readonly string[];
  /** What undoing it takes. */
  readonly undo: string;
  /** What the button that undoes it says, where “Undo” does not say it. */
  readonly back?: string;
  /** API calls from the decision on. */
  readonly calls: number;
  /** True for a change of DNS records: with no rule matching, the requester confirms it himself. */
  readonly dns: boolean;
  readonly zones: readonly string[];
  /** Zones that it is meant for as well, and where nothing was left to be done when it was planned. */
  readonly already?: readonly string[];
  /** Who has to agree when no rule of the team says anything. */
  readonly agree?: readonly { readonly min: number; readonly from: string }[];
}

/** A stored plan: opaque to the approval machinery, known to the command that made it. */
export type Plan = { [key: string]: Json };

/** How an apply ended, in words. `inverse` is the plan that undoes it. */
export interface Outcome {
  readonly status: 'applied' | 'failed' | 'refused';
  readonly text: string;
  /** Why it ended before its time: the beginning of `text`, which stays when the rest is found out about. */
  readonly why?: string;
  readonly lines?: readonly string[];
  /** After a refusal for drift: what the same command would do now, if anything. Nobody has approved it. */
  readonly instead?: Pick<Proposal, 'title' | 'items' | 'more'> & { readonly does?: 'nothing' | 'refused' };
  /** Somebody stopped it before it was through. */
  readonly stopped?: true;
  /** What was written, by zone: `all` that was left to be done, or it is not known. Of other zones, nothing. */
  readonly written?: Readonly<Record<string, 'all' | 'part' | 'unknown'>>;
  /** What is there now could not be read: it is looked at again, and this is not the last word. */
  readonly again?: true;
  /** What only the requester may see, such as a balance, and where the requester pays. */
  readonly forRequester?: { readonly text: string; readonly link?: { readonly label: string; readonly url: string } };
  readonly inverse?: Plan;
}

/** How far a run over many things is, for its progress message. */
export interface RunState {
  readonly done: number;
  readonly total: number;
  /** What is being done now, as a sentence. */
  readonly now: string;
  /** When it goes on by itself, epoch milliseconds; absent while it goes on. */
  readonly restsUntil?: number;
  /** What did not go as wished so far, a sentence each. */
  readonly problems: readonly string[];
}

/** An apply that is not over: it is called again, with what its journal holds; at once, unless something is in the way. */
export interface Unfinished {
  readonly status: 'unfinished';
  readonly run: RunState;
  /** What stopped it, as it was thrown. */
  readonly trouble?: unknown;
}
