import type { Role } from '../../domain/actor.ts';
import { capitalize } from '../../lib/text.ts';
import type { View } from '../../ports/notifier.ts';
import { flagName } from './arguments.ts';
import { type Command, executionMode } from './define.ts';
import { type MeantCommand, meantCommands } from './grammar.ts';
import { type Entry, type Group, helpView, noAccessView, nounHelpView, unknownView } from './help.ts';
import { menuView } from './menu.ts';
import { commandsUnder, longestMatch, nearest, type Registry } from './names.ts';
import { example, usage } from './usage.ts';

type Roles = ReadonlySet<Role>;

const permits =
  (roles: Roles) =>
  ({ role }: Command) =>
    role === null || roles.has(role);

/** Needs at least one argument, so that it opens a form where it is pressed. */
const needsArgs = ({ args, needs }: Command): boolean =>
  needs !== undefined || Object.values(args).some(({ required }) => required);

const who = { viewer: 'viewers', operator: 'operators', approver: 'approvers', admin: 'admins' } as const;

const titleOf = ({ vocabulary: { titles = {} } = {}, noun }: Command, words: string): string =>
  capitalize(words.replace(/^\S+/, titles[noun] ?? noun));

export const entryOf = (command: Command): Entry => ({
  command: command.name,
  title: titleOf(command, command.name),
  noun: command.noun,
  label: capitalize(command.verb || command.noun),
  summary: command.summary,
  usage: usage(command),
  example: example(command),
  executionMode: executionMode(command),
  args: Object.entries(command.args).map(([key, { place, help, required }]) => ({
    name: place === 'flag' ? `--${flagName(key)}` : flagName(key),
    help,
    required,
  })),
  notes: command.notes ?? [],
  needsArgs: needsArgs(command),
  ...(command.role && { who: who[command.role] }),
});

const GENERAL = 'general';

/** By noun, in the order of the registry; commands without a noun of their own come first, together. */
export function groups(registry: Registry): Group[] {
  const byNoun = Map.groupBy(registry, ({ verb, noun }) => (verb === '' ? GENERAL : noun));
  return [...byNoun].map(([noun, commands]) => ({
    noun,
    title: noun === GENERAL || !commands[0] ? capitalize(noun) : titleOf(commands[0], noun),
    entries: commands.map(entryOf),
  }));
}

const groupsByRegistry = new WeakMap<Registry, Map<string, Group[]>>();

/** What a person with these roles may do. */
export function groupsFor(registry: Registry, roles: Roles): Group[] {
  const key = [...roles].sort().join();
  const known = groupsByRegistry.get(registry) ?? new Map<string, Group[]>();
  groupsByRegistry.set(registry, known);
  const selected = known.get(key) ?? groups(registry.filter(permits(roles)));
  known.set(key, selected);
  return selected;
}

export const menuFor = (registry: Registry, roles: Roles): View => menuView(groupsFor(registry, roles));

const fullHelpCache = new WeakMap<Group[], View>();

/** Help on everything. The same view each time for the same roles, because it is asked for most. */
function fullHelp(groups: Group[]): View {
  const view = fullHelpCache.get(groups) ?? helpView(groups);
  fullHelpCache.set(groups, view);
  return view;
}

/** Help on everything, on a noun, or on one command. */
export function helpFor(registry: Registry, roles: Roles, words: readonly string[] = []): View {
  if (words.length === 0) return fullHelp(groupsFor(registry, roles));
  const one = longestMatch(registry, words);
  const selected = one ? [one.command] : commandsUnder(registry, words);
  return selected.length > 0
    ? nounFor(selected, roles, one?.command.name ?? words.join(' '))
    : unknownFor(registry, roles, words.join(' '));
}

/** Help on some commands, such as those of a noun that was typed alone. */
export function nounFor(commands: readonly Command[], roles: Roles, title: string): View {
  const allowed = commands.filter(permits(roles));
  return allowed.length > 0 ? nounHelpView(title, allowed.map(entryOf)) : noAccessView(title);
}

/** What to answer to words that begin no command. Guesses only what this person may do. */
export function unknownFor(registry: Registry, roles: Roles, typed: string): View {
  const guesses = nearest(registry.filter(permits(roles)), typed.split(' '));
  return unknownView(typed, guesses.map(entryOf));
}

/** The same for a typed line. Undefined where nothing was typed that the buttons have to keep. */
export function meantFor(
  registry: Registry,
  roles: Roles,
  { typed, text }: { readonly typed: string; readonly text: string },
): ((keep: (meant: MeantCommand) => Promise<string>) => Promise<View>) | undefined {
  const guesses = meantCommands(registry.filter(permits(roles)), text);
  const hasWords = ({ raw, reason }: MeantCommand) => Object.keys(raw).length > 0 || reason !== undefined;
  if (!guesses.some(hasWords)) return undefined;
  return async (keep) => {
    const entries = guesses.map(async (guess) => ({
      ...entryOf(guess.command),
      ...(hasWords(guess) && { kept: await keep(guess) }),
    }));
    return unknownView(typed, await Promise.all(entries));
  };
}

/** Slack shows it behind the command while somebody types. */
export function usageHint(registry: Registry): string {
  const nouns = [...new Set(registry.map(({ noun }) => noun))];
  return `[${nouns.join(' | ')}] …`.slice(0, 1000);
}
