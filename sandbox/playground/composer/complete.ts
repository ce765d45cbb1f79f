import type { CommandEntry, SlashCommand } from '../data/page-shapes.ts';

export interface Suggestion {
  /** What the composer holds once it is taken. */
  readonly text: string;
  readonly title: string;
  readonly detail: string;
  /** Whom it is for, where not for everybody. */
  readonly who?: string;
}

export interface Completion {
  readonly suggestions: readonly Suggestion[];
  /** The command that is typed already, for its usage line. */
  readonly entry?: CommandEntry;
}

const none: Completion = { suggestions: [] };
const most = 40;

const suggested = (slash: string, entry: CommandEntry): Suggestion => ({
  text: `${slash} ${entry.command} `,
  title: entry.usage.replace(`${slash} `, ''),
  detail: entry.summary,
  ...(entry.who && { who: entry.who }),
});

/** One line per noun, with its verbs. */
function nouns({ command, entries }: SlashCommand, typed: string): Suggestion[] {
  const first = (entry: CommandEntry) => entry.command.split(' ')[0] ?? '';
  const names = [...new Set(entries.map(first))].filter((name) => name.startsWith(typed));
  return names.flatMap((name): Suggestion[] => {
    const under = entries.filter((entry) => first(entry) === name);
    const [only] = under;
    if (under.length === 1 && only) return [suggested(command, only)];
    const verbs = under.map((entry) => entry.command.slice(name.length + 1)).join(', ');
    return [{ text: `${command} ${name} `, title: name, detail: verbs }];
  });
}

function inside(slash: SlashCommand, typed: string): Suggestion[] {
  const under = slash.entries.filter((entry) => entry.command.startsWith(typed));
  const words = typed.trim().toLowerCase();
  const elsewhere =
    words === '' || under.length > 0
      ? []
      : slash.entries.filter((entry) => entry.command.split(' ').some((word) => word.startsWith(words)));
  return [...under, ...elsewhere].map((entry) => suggested(slash.command, entry));
}

/** People and channels that can be named. */
export interface Names {
  readonly people: readonly { readonly name: string; readonly realName: string }[];
  readonly channels: readonly string[];
}

/** `@a` or `#o` at the end of the text. */
function named({ people, channels }: Names, text: string): Suggestion[] {
  const [, sign, typed = ''] = /(?:^|\s)([@#])([\p{L}\p{N}._-]*)$/u.exec(text) ?? [];
  if (!sign) return [];
  const before = text.slice(0, text.length - typed.length);
  const start = typed.toLowerCase();
  if (sign === '#')
    return channels
      .filter((name) => name.startsWith(start))
      .map((name) => ({ text: `${before}${name} `, title: `#${name}`, detail: 'channel' }));
  return people
    .filter(({ name, realName }) => name.startsWith(start) || realName.toLowerCase().startsWith(start))
    .map(({ name, realName }) => ({ text: `${before}${name} `, title: `@${name}`, detail: realName }));
}

/** Suggestions for the text so far: commands, people, channels. */
export function complete(slash: SlashCommand | undefined, names: Names, text: string): Completion {
  const suggestions = named(names, text);
  const completion = completeCommand(slash, text);
  return suggestions.length > 0 ? { ...completion, suggestions } : completion;
}

function completeCommand(slash: SlashCommand | undefined, text: string): Completion {
  if (!slash || !text.startsWith('/')) return none;
  const { command, description, usageHint, entries } = slash;
  if (!/\s/.test(text)) {
    if (!command.startsWith(text)) return none;
    return { suggestions: [{ text: `${command} `, title: `${command} ${usageHint}`, detail: description }] };
  }
  if (!text.startsWith(`${command} `)) return none;
  const typed = text.slice(command.length).trimStart();
  const entry = entries
    .filter((it) => typed === it.command || typed.startsWith(`${it.command} `))
    .sort((a, b) => b.command.length - a.command.length)[0];
  if (entry && typed.startsWith(`${entry.command} `)) return { suggestions: [], entry };
  const suggestions = typed.includes(' ')
    ? inside(slash, typed)
    : [...nouns(slash, typed), ...(typed ? verbs(slash, typed) : [])];
  return { suggestions: suggestions.slice(0, most), ...(entry && { entry }) };
}

/** Commands whose verb begins so, for somebody who does not know the noun. */
const verbs = (slash: SlashCommand, typed: string): Suggestion[] =>
  slash.entries
    .filter((entry) =>
      entry.command
        .split(' ')
        .slice(1)
        .some((word) => word.startsWith(typed)),
    )
    .map((entry) => suggested(slash.command, entry));
