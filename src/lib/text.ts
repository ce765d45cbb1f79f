import { type Json, textsIn } from './json.ts';

/** What people type before every command. */
export const commandPrefix = '/litemail';

/** A command as it is typed, in code style; without words the prefix alone. */
export const typed = (words = ''): string => `\`${[commandPrefix, words].filter(Boolean).join(' ')}\``;

/** Upper-cases the first letter, unless the text starts with a domain or an address. */
export const capitalize = (text: string): string =>
  /^\S*[.@_][^\s.]/.test(text) ? text : text.charAt(0).toUpperCase() + text.slice(1);

/**
 * What a reader cannot see, or takes for something else: format, control and bidi characters, blanks that are no space,
 * and halves of characters. A space, a tab and a line end are none of them.
 */
const hidden = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\u2800]|(?![\t\n])\p{Cc}|(?! )\p{Zs}/gu;
const hiddenOrLine = new RegExp(`${hidden.source}|[\\t\\n]`, 'gu');

/** Zero-width marks that programs put into what is copied; they mean nothing. */
const residue = /[\u200b\u2060\ufeff]/g;

/**
 * Text that a person typed, pasted or uploaded, in the one way in which every surface reads it: line ends are `\n`, every
 * other space is a space, marks of no meaning are gone. What else cannot be seen stays, and is shown escaped.
 */
export const readText = (text: string): string =>
  text
    .replace(residue, '')
    .replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .replace(/[^\S\n\t]/g, ' ');

/** Text of somebody outside, in which Slack sees no mention, link or command, wherever it is put. */
export const withoutMarkup = (text: string): string => text.replaceAll('<', '‹').replaceAll('>', '›');

const codeOf = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

/** The text with `⟨U+202E⟩` in the place of each character that cannot be seen. */
export const showHidden = (text: string): string => text.replace(hidden, (character) => `⟨${codeOf(character)}⟩`);

/** The text with something else in the place of each character that cannot be seen. */
export const replaceHidden = (text: string, by: (character: string) => string): string => text.replace(hidden, by);

/** The same, in one line: a line end in it cannot look like the next line of a list. */
export const showHiddenInLine = (text: string): string =>
  text.replace(hiddenOrLine, (character) => `⟨${codeOf(character)}⟩`);

/** The usual names of those that are met in values; others are named by their kind. */
const names: Readonly<Record<string, string>> = {
  'U+0000': 'null',
  'U+00A0': 'no-break space',
  'U+00AD': 'soft hyphen',
  'U+061C': 'Arabic letter mark',
  'U+200B': 'zero-width space',
  'U+200C': 'zero-width non-joiner',
  'U+200D': 'zero-width joiner',
  'U+200E': 'left-to-right mark',
  'U+200F': 'right-to-left mark',
  'U+2028': 'line separator',
  'U+2029': 'paragraph separator',
  'U+202A': 'left-to-right embedding',
  'U+202B': 'right-to-left embedding',
  'U+202C': 'end of embedding',
  'U+202D': 'left-to-right override',
  'U+202E': 'right-to-left override',
  'U+2060': 'word joiner',
  'U+2066': 'left-to-right isolate',
  'U+2067': 'right-to-left isolate',
  'U+2068': 'first strong isolate',
  'U+2069': 'end of isolate',
  'U+2800': 'blank braille pattern',
  'U+3000': 'wide space',
  'U+3164': 'Hangul filler',
  'U+FE0F': 'variation selector',
  'U+FEFF': 'byte order mark',
};

function nameOf(character: string): string {
  const known = names[codeOf(character)];
  if (known) return known;
  if (/\p{Zs}/u.test(character)) return 'unusual space';
  if (/\p{Cc}/u.test(character)) return 'control character';
  return /\p{Cs}/u.test(character) ? 'part of a character' : 'invisible character';
}

const hiddenInJson = new RegExp(`${hidden.source}|\\\\[bfru]`, 'u');

/** Whether a text in this value may hold something of the kind: cheap, so that most values are not walked through. */
export const mayHide = (value: unknown): boolean => hiddenInJson.test(JSON.stringify(value));

/** `U+202E (right-to-left override)` for each kind of character in these values that cannot be seen, once. */
export function hiddenCharacters(value: Json): string[] {
  if (!mayHide(value)) return [];
  const found = new Set(textsIn(value).flatMap((text) => text.match(hidden) ?? []));
  return [...found].map((character) => `${codeOf(character)} (${nameOf(character)})`);
}

/** Letters and digits that are not mistaken for one another. */
const alphabet = '23456789abcdefghjkmnpqrstuvwxyz';

/** `r-7f3a2k`: short enough to be said aloud; 31^6 of them per prefix. */
export const createNewId =
  (randomBytes: (size: number) => Uint8Array, length = 6) =>
  (prefix: string): string =>
    `${prefix}-${Array.from(randomBytes(length), (byte) => alphabet[byte % alphabet.length]).join('')}`;

/** `Try again in 6 seconds.`; from a minute and a half on, in minutes. */
export function retryHint(milliseconds: number): string {
  const seconds = Math.max(1, Math.ceil(milliseconds / 1000));
  const wait = seconds === 1 ? 'a second' : seconds < 90 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`;
  return `Try again in ${wait}.`;
}
