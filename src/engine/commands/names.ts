import { distance } from 'fastest-levenshtein';
import type { Command } from './define.ts';

export type Registry = readonly Command[];
/** A map: of an object, `constructor` would be a word with a short form. */
type ShortForms = ReadonlyMap<string, string>;

const singular = (word: string): string => {
  if (word.length <= 3 || word.endsWith('ss')) return word;
  return word.replace(/(?<=x|ch|sh)es$|s$/, '');
};

/** Nouns in singular or plural mean the same; the last word is the verb and is taken as it is. */
const keyOf = (words: readonly string[], short: ShortForms): string =>
  words
    .map((word) => short.get(word.toLowerCase()) ?? word.toLowerCase())
    .map((word, index) => (index === 0 || index < words.length - 1 ? singular(word) : word))
    .join(' ');
const groupOf = (words: readonly string[], short: ShortForms): string => keyOf([...words, ''], short);

interface Index {
  readonly byKey: ReadonlyMap<string, Command>;
  readonly longest: number;
  readonly short: ShortForms;
}
const indexes = new WeakMap<Registry, Index>();

function indexOf(registry: Registry): Index {
  const known = indexes.get(registry);
  if (known) return known;
  const short: ShortForms = new Map(registry.flatMap(({ vocabulary }) => Object.entries(vocabulary?.shortForms ?? {})));
  const byKey = new Map<string, Command>();
  for (const command of registry) {
    const key = keyOf(command.name.split(' '), short);
    if (byKey.has(key)) throw new Error(`two commands are called ${command.name}`);
    byKey.set(key, command);
  }
  const index = { byKey, short, longest: Math.max(0, ...registry.map(({ name }) => name.split(' ').length)) };
  indexes.set(registry, index);
  return index;
}

/** The command of exactly this name; singular and plural nouns and short forms are understood. */
export function findCommand(registry: Registry, name: string): Command | undefined {
  const { byKey, short } = indexOf(registry);
  return byKey.get(keyOf(name.split(' '), short));
}

/** What a form or button carries to find the command again. */
export const commandRef = (command: Command) => ({
  command: command.name,
  ...(command.kind === 'planned' && command.undoes && { undo: command.undoes }),
});

/** The command with the longest name that the words begin with. */
export function longestMatch(
  registry: Registry,
  words: readonly string[],
): { command: Command; length: number } | undefined {
  const { byKey, longest, short } = indexOf(registry);
  for (let length = Math.min(longest, words.length); length > 0; length--) {
    const command = byKey.get(keyOf(words.slice(0, length), short));
    if (command) return { command, length };
  }
  return undefined;
}

/** Of how many words the longest name consists. */
export const longestName = (registry: Registry): number => indexOf(registry).longest;

/** All commands under a noun, or under a group such as `cloudflare zones`. */
export function commandsUnder(registry: Registry, words: readonly string[]): Command[] {
  const { short } = indexOf(registry);
  const group = groupOf(words, short);
  return registry.filter(({ name }) => {
    const parts = name.split(' ');
    return parts.length > words.length && groupOf(parts.slice(0, words.length), short) === group;
  });
}

/** Up to three commands that may have been meant, all equally close. */
export function nearest(registry: Registry, words: readonly string[]): Command[] {
  const { short } = indexOf(registry);
  const typed = words.map((word) => word.toLowerCase());
  const scored = registry.map((command) => {
    const parts = command.name.split(' ');
    const key = keyOf(parts, short);
    const meant = keyOf(typed.slice(0, parts.length), short);
    const byVerb = command.verb !== '' && typed[0] === command.verb ? 0.5 : Number.POSITIVE_INFINITY;
    const reach = Math.max(3, Math.floor(key.length * 0.4));
    return { command, score: Math.min(byVerb, distanceWithin(reach, meant, key)), reach };
  });
  const near = scored.filter(({ score, reach }) => score <= reach);
  const least = Math.min(...near.map(({ score }) => score));
  return near
    .filter(({ score }) => score === least)
    .slice(0, 3)
    .map(({ command }) => command);
}

const letters = (word: string): string => [...word].sort().join('');

/** How many letters differ; infinitely many where the lengths alone differ by more than anybody asks about. */
const distanceWithin = (reach: number, a: string, b: string): number =>
  Math.abs(a.length - b.length) > reach ? Number.POSITIVE_INFINITY : distance(a, b);

/** The same, with letters in another order as one slip. */
const slips = (reach: number, a: string, b: string): number =>
  a.length === b.length && letters(a) === letters(b) ? 1 : distanceWithin(reach, a, b);

/** The likeliest of some words, if any is near: a third of its letters may be wrong, or all of them in another order. */
export function nearestWord(word: string, words: readonly string[]): string | undefined {
  const reach = Math.max(1, Math.floor(word.length * 0.35));
  const [best] = words.map((known) => ({ known, score: slips(reach, word, known) })).sort((a, b) => a.score - b.score);
  return best && best.score <= reach ? best.known : undefined;
}

/** Up to three of many names, such as domains, that one may have been meant by a typo; the nearest first. */
export function nearestNames(name: string, known: readonly string[]): string[] {
  const reach = Math.max(2, Math.floor(name.length * 0.2));
  return known
    .map((other) => ({ other, score: slips(reach, name, other) }))
    .filter(({ score }) => score <= reach)
    .sort((a, b) => a.score - b.score)
    .slice(0, 3)
    .map(({ other }) => other);
}

/** `Did you mean acme-mail.com or acme-mail.net?`; nothing where no name is near. */
export function didYouMean(name: string, known: readonly string[]): string {
  const near = nearestNames(name, known);
  return near.length === 0 ? '' : `Did you mean ${near.map((each) => `\`${each}\``).join(' or ')}? `;
}
