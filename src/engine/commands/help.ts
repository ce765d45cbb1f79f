import { commandPrefix, typed } from '../../lib/text.ts';
import type { View } from '../../ports/notifier.ts';
import { actions, button, context, escapeMrkdwn, header, limits, section, truncate } from '../../ui/block-kit.ts';
import type { KnownBlock } from '../../ui/block-types.ts';

/** A command as help, menus and documentation show it. */
export interface Entry {
  readonly command: string;
  /** The whole name as a title: `DNS add`, `Wallet balance`. */
  readonly title: string;
  readonly noun: string;
  /** What stands on its button: the verb, or the whole name where there is none. */
  readonly label: string;
  readonly summary: string;
  readonly usage: string;
  readonly example: string;
  /** `an operator`; absent when everybody may. */
  readonly who?: string;
  /** `autoApply`: applied at once unless an approval is needed. */
  readonly executionMode: 'read' | 'write' | 'planned' | 'autoApply';
  readonly args: readonly { readonly name: string; readonly help: string; readonly required: boolean }[];
  readonly notes: readonly string[];
  /** Needs arguments, so that its button opens the form. */
  readonly needsArgs: boolean;
  /** The draft with what was typed for it. */
  readonly kept?: string;
}

/** All that stands under one noun. */
export interface Group {
  readonly noun: string;
  readonly title: string;
  readonly entries: readonly Entry[];
}

const line = ({ command, summary }: Entry) => `\`${command}\` ${escapeMrkdwn(summary)}`;

/** Lines in as few sections as Slack's limit allows. */
function sections(lines: readonly string[]): KnownBlock[] {
  const texts: string[] = [];
  for (const text of lines) {
    const last = texts.at(-1);
    if (last !== undefined && last.length + text.length < limits.text) texts[texts.length - 1] = `${last}\n${text}`;
    else texts.push(text);
  }
  return texts.map((text) => section(text));
}

const asText = (title: string, lines: readonly string[]) =>
  truncate([title, ...lines].join('\n').replaceAll('`', ''), limits.messageText - 100);

/** Where there is more to read, by an example that this person may use. */
function footer(groups: readonly Group[]): string {
  const all = groups.flatMap(({ entries }) => entries).filter(({ command }) => command.includes(' '));
  const one = all.find(({ needsArgs }) => needsArgs) ?? all[0];
  const more = one
    ? `${typed(`help ${one.noun}`)} describes each command, ${typed(`help ${one.command}`)} explains one in full. `
    : '';
  return `${more}\`--share\` posts the answer in the channel.`;
}

/** Everything this person may do, a line for each noun: what each command does stands in the help of its noun. */
export function helpView(groups: readonly Group[]): View {
  const lines = groups.map(
    ({ title, entries }) => `*${title}*  ${entries.map(({ command }) => `\`${command}\``).join('  ')}`,
  );
  const title = `What you can do with ${typed()}`;
  return {
    text: asText(title, lines),
    blocks: [header(`What you can do with ${commandPrefix}`), ...sections(lines), context(footer(groups))],
  };
}

const executionNote = {
  read: 'Changes nothing.',
  write: 'Runs at once, unless one of your team’s rules requires approval.',
  planned: 'Shows the plan first. Nothing changes until it is confirmed or approved.',
  autoApply: 'Runs at once if nobody has to confirm or approve it; otherwise shows the plan first.',
} as const;

function whole(entry: Entry): string[] {
  const args = entry.args.map(
    ({ name, help, required }) => `• \`${name}\` ${escapeMrkdwn(help)}${required ? '' : ' (optional)'}`,
  );
  return [
    `*${escapeMrkdwn(entry.summary)}*\n\`${escapeMrkdwn(entry.usage)}\``,
    ...args,
    ...entry.notes.map(escapeMrkdwn),
    `For example: \`${escapeMrkdwn(entry.example)}\``,
    `${entry.who ? `For ${entry.who}. ` : ''}${executionNote[entry.executionMode]}`,
  ];
}

/** The commands of one noun, or one command with its arguments. */
export function nounHelpView(title: string, entries: readonly Entry[]): View {
  const [only] = entries;
  const lines =
    entries.length === 1 && only
      ? whole(only)
      : entries.map((entry) => `${line(entry)}\n\`${escapeMrkdwn(entry.usage)}\``);
  const footer =
    entries.length === 1
      ? []
      : [context(`${typed(`help ${entries[0]?.command ?? ''}`)} explains one command in full.`)];
  return {
    text: asText(`${commandPrefix} ${title}`, lines),
    blocks: [header(`${commandPrefix} ${title}`), ...sections(lines), ...footer],
  };
}

export const entryButton = (entry: Entry, label = entry.label) => ({
  ...button(entry.needsArgs ? `${label}…` : label, entry.needsArgs ? 'command.open' : 'command.run', {
    command: entry.command,
    ...(entry.kept && { kept: entry.kept }),
  }),
  accessibility_label: truncate(`${entry.command}: ${entry.summary}`, 75),
});

/** A word that begins no command, and what may have been meant. */
export function unknownView(words: string, likely: readonly Entry[]): View {
  const [first] = likely;
  const guess = first ? `Did you mean ${typed(first.command)}?` : `See ${typed('help')}.`;
  const text = `There is no ${typed(escapeMrkdwn(words.replaceAll('`', "'")))}. ${guess}`;
  if (!first) return { text, blocks: [section(text)] };
  return { text, blocks: [section(text), actions(...likely.map((entry) => entryButton(entry, entry.command)))] };
}

/** Nothing under this noun is for this person. */
export const noAccessView = (title: string): View => {
  const text = `You have no role for ${typed(escapeMrkdwn(title))} here. ${typed('whoami')} shows your roles; an admin of this app assigns them in ${typed('setup')}.`;
  return { text, blocks: [section(text)] };
};
