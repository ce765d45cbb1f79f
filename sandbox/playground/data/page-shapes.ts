import type { BadDay } from '../../bad-days.ts';
import type { Api, Fault } from '../../faults.ts';
import type { Change } from '../../feed.ts';
import type {
  Block,
  Element,
  Message,
  Option,
  StateValue,
  StateValues,
  TextObject,
  View,
} from '../../slack/posted-message.ts';
import type { Person, Usergroup } from '../../slack/team.ts';
import type { WireEntry } from '../../wire-log.ts';

export type { Api, Block, Change, Element, Fault, Option, Person, StateValue, StateValues, TextObject, WireEntry };

/** What is asked of `GET /sandbox/control`. */
export type Query = Readonly<Record<string, string>>;

/** A message as a person sees it. */
export interface SeenMessage extends Message {
  readonly ephemeral?: true;
  /** What this person chose in its selects. */
  readonly state?: { readonly values: StateValues };
}

/** A modal with the complaints under its fields. */
export interface SeenView extends View {
  readonly errors?: Readonly<Record<string, string>>;
}

export interface Team {
  readonly id: string;
  readonly name: string;
  readonly domain: string;
  /** User id of the app's bot. */
  readonly bot: string;
  readonly people: readonly Person[];
  readonly usergroups: readonly Usergroup[];
  readonly installed: boolean;
}

export interface Channel {
  readonly id: string;
  readonly team: string;
  readonly name?: string;
  readonly is_im: boolean;
  readonly is_private?: boolean;
  readonly is_archived: boolean;
  /** Whether the app is in it. */
  readonly is_member?: boolean;
  readonly members: readonly string[];
}

/** A command of the app, as far as the composer shows it. */
export interface CommandEntry {
  readonly command: string;
  readonly noun: string;
  readonly summary: string;
  readonly usage: string;
  readonly example: string;
  readonly who?: string;
  readonly args: readonly { readonly name: string; readonly help: string; readonly required: boolean }[];
}

/** A bad day as the panel offers it. */
export type BadDayEntry = Pick<BadDay, 'name' | 'happened' | 'expect'>;

/** What the composer knows about the slash command: from the manifest, and the commands behind it. */
export interface SlashCommand {
  readonly command: string;
  readonly description: string;
  readonly usageHint: string;
  readonly entries: readonly CommandEntry[];
}
