import { AppError } from '../../lib/errors.ts';
import {
  type Arg,
  asBoolean,
  flagName,
  isSaid,
  missingArgs,
  type Raw,
  type RawValue,
  takes,
  wantsIds,
} from './arguments.ts';
import type { Command } from './define.ts';
import { commandsUnder, longestMatch, longestName, nearest, nearestWord, type Registry } from './names.ts';
import { type Token, tokenize } from './slack-text.ts';
import { usage } from './usage.ts';

/** What a line of `/litemail` asks for. */
export type Line =
  | { readonly kind: 'menu' }
  | CommandLine
  /** A noun alone, or with `help`: show what it can do. */
  | { readonly kind: 'noun'; readonly noun: string; readonly commands: readonly Command[] }
  | { readonly kind: 'unknown'; readonly typed: string; readonly nearest: readonly Command[] };

/** What may have been meant, and what was typed for it. */
export interface MeantCommand {
  readonly command: Command;
  readonly raw: Raw;
  readonly reason?: string;
}

export interface CommandLine {
  readonly kind: 'command';
  readonly command: Command;
  readonly raw: Raw;
  /** Required arguments that were not given: the form asks for them. */
  readonly missing: readonly string[];
  /** `--share`: the answer is for the channel and not for the caller alone. */
  readonly share: boolean;
  /** `--reason "…"`: why a request is made. */
  readonly reason?: string;
  /** A secret was typed into the line. It is dropped here; the person is told to rotate it and gets the form. */
  readonly secretTyped: boolean;
}

interface ParsedTokens {
  readonly named: Record<string, RawValue>;
  readonly positionals: Token[];
  readonly unknown: string[];
  share: boolean;
  reason?: string;
}

/** Ids where the argument is one of people or channels, names where it is text. */
const wordOf = (arg: Arg, { text, named }: Token): string => (wantsIds(arg) ? text : named);

function refuse({ name, args }: Command, message: string): never {
  throw new AppError('bad_input', message, { hint: `Usage: \`${usage({ name, args })}\`` });
}

/** A long word of letters and digits may be a key typed by mistake, so it is not echoed. */
const echoable = (word: string) => {
  if (/^(?=.*\d)(?=.*[a-z])[\w-]{20,}$/i.test(word)) return '…';
  return word.length > 60 ? `${word.slice(0, 59)}…` : word;
};

/** The value after a flag; a list goes on after each comma at the end of a word. */
function valueAfter(command: Command, name: string, arg: Arg, tokens: Token[]): string {
  const first = tokens[0];
  if (!first || first.flag) refuse(command, `\`--${name}\` needs a value, for example \`--${name} ${arg.example}\`.`);
  tokens.shift();
  let value = wordOf(arg, first);
  for (let next = tokens[0]; arg.many && value.endsWith(',') && next && !next.flag; next = tokens[0]) {
    value += wordOf(arg, next);
    tokens.shift();
  }
  return value;
}

function addTo(command: Command, named: Record<string, RawValue>, key: string, arg: Arg, value: RawValue): void {
  const before = named[key];
  if (arg.many) named[key] = [...(Array.isArray(before) ? before : []), String(value)];
  else if (before === undefined) named[key] = value;
  else refuse(command, `\`--${flagName(key)}\` was given twice.`);
}

const reasonArg = { many: false, example: '"new mail provider"' } as Arg;

function readTokens(command: Command, given: readonly Token[]): ParsedTokens {
  const tokens = [...given];
  const reading: ParsedTokens = { named: {}, positionals: [], unknown: [], share: false };
  const keys = new Map(Object.keys(command.args).map((key) => [flagName(key), key]));
  for (let token = tokens.shift(); token; token = tokens.shift()) {
    if (!token.flag) {
      reading.positionals.push(token);
      continue;
    }
    const name = (/^--([^=]+)/.exec(token.text)?.[1] ?? '').toLowerCase();
    const negated = name.startsWith('no-') && !keys.has(name);
    const key = keys.get(negated ? name.slice(3) : name);
    const arg = key === undefined ? undefined : command.args[key];
    const assigned = token.text.includes('=')
      ? wordOf(arg ?? reasonArg, token).slice(name.length + '--='.length)
      : undefined;
    if (key !== undefined && arg?.kind === 'boolean') {
      const next = tokens[0];
      const said = !negated && next && !next.flag && asBoolean(next.text) !== undefined;
      const value = assigned ?? (said ? (tokens.shift()?.text ?? '') : !negated);
      addTo(command, reading.named, key, arg, value);
    } else if (key !== undefined && arg && !negated) {
      addTo(command, reading.named, key, arg, assigned ?? valueAfter(command, name, arg, tokens));
    } else if (name === 'share') reading.share = true;
    else if (name === 'reason') reading.reason = assigned ?? valueAfter(command, name, reasonArg, tokens);
    else reading.unknown.push(name);
  }
  return reading;
}

function readLine(command: Command, tokens: readonly Token[]): CommandLine {
  const { named: raw, positionals, unknown, share, reason } = readTokens(command, tokens);
  const args = Object.entries(command.args);
  takeChannel(args, raw, positionals);
  const takesSecrets = args.some(([, arg]) => arg.secret);
  let secretTyped = false;
  for (const [key, arg] of args) {
    if (arg.secret && raw[key] !== undefined) {
      delete raw[key];
      secretTyped = true;
    } else if (arg.place === 'positional' && raw[key] === undefined && positionals.length > 0 && !arg.secret) {
      // `--all TXT @`: what another argument says already is not the next word, unless that fits too.
      if (isSaid(arg, raw) && !positionals.slice(0, 1).some((word) => takes(arg, wordOf(arg, word)))) continue;
      const joins = arg.joins?.(raw, positionals[0]?.text ?? '');
      if (joins === 'words') joinWords(positionals, arg);
      else if (joins) joinQuoted(positionals, joins);
      const words = arg.many ? positionals.splice(0) : positionals.splice(0, 1);
      const values = words.map((token) => wordOf(arg, token));
      raw[key] = arg.many ? values : (values[0] ?? '');
    }
  }
  takeObvious(args, raw, positionals);
  // Surplus words of a command that takes secrets may be one, so they are not echoed.
  if (takesSecrets && positionals.length + unknown.length > 0) secretTyped = true;
  else if (unknown[0] !== undefined) {
    const near = nearestWord(unknown[0], [...Object.keys(command.args).map(flagName), 'share', 'reason']);
    const advice = near ? ` Did you mean \`--${near}\`?` : '';
    refuse(command, `Unknown option \`--${echoable(unknown[0])}\` for \`${command.name}\`.${advice}`);
  } else if (positionals[0] !== undefined) {
    refuse(command, `Unexpected argument \`${echoable(positionals[0].text)}\`. Put quotes around values with spaces.`);
  }
  const absent = args
    .filter(([key, arg]) => arg.required && raw[key] === undefined && !isSaid(arg, raw))
    .map(([key]) => key);
  const missing = [...absent, ...Object.keys(missingArgs(command, raw))];
  return { kind: 'command', command, raw, missing, share, secretTyped, ...(reason !== undefined && { reason }) };
}

/** Quoted strings beside each other become one, as far as one goes on in the next. */
function joinQuoted(words: Token[], joins: (text: string, next: string) => boolean): void {
  for (let at = 1; at < words.length; ) {
    const [one, next] = [words[at - 1], words[at]];
    if (one?.quoted && next?.quoted && joins(one.text, next.text))
      words.splice(at - 1, 2, { ...one, text: one.text + next.text, named: one.named + next.named });
    else at += 1;
  }
}

/** Words become one value, as they were typed; where several values are taken, quotes keep them apart. */
function joinWords(words: Token[], { many }: Arg): void {
  const [first] = words;
  if (!first || first.quoted || words.length < 2 || (many && words.some(({ quoted }) => quoted))) return;
  const whole = (key: 'text' | 'named') => words.map((word) => (word.quoted ? `"${word[key]}"` : word[key])).join(' ');
  words.splice(0, words.length, { ...first, text: whole('text'), named: whole('named') });
}

/** `#ops` after a list of other words is the channel, where the command has an option for one. */
function takeChannel(args: readonly (readonly [string, Arg])[], raw: Record<string, RawValue>, words: Token[]): void {
  const [key, arg] = args.find(([, each]) => each.bare && each.widget === 'channel') ?? [];
  const at = words.findLastIndex(({ named }) => /^<?#/.test(named));
  const word = words[at];
  if (key === undefined || !arg || !word || raw[key] !== undefined) return;
  raw[key] = wordOf(arg, word);
  words.splice(at, 1);
}

/** Words too many, as long as each is the value of an option that says it may stand without its name. */
function takeObvious(args: readonly (readonly [string, Arg])[], raw: Record<string, RawValue>, words: Token[]): void {
  for (let word = words[0]; word; word = words[0]) {
    const token = word;
    const isFree = (key: string, arg: Arg) => arg.many || raw[key] === undefined;
    const meant = args.find(([key, arg]) => arg.bare && isFree(key, arg) && takes(arg, wordOf(arg, token)));
    if (!meant) return;
    const [key, arg] = meant;
    raw[key] = arg.many ? [...[raw[key] ?? []].flat().map(String), wordOf(arg, token)] : wordOf(arg, token);
    words.shift();
  }
}

/** The words before the first option. */
function wordsOf(tokens: readonly Token[]): string[] {
  const end = tokens.findIndex(({ flag }) => flag);
  return (end < 0 ? tokens : tokens.slice(0, end)).map((token) => token.text);
}

/** The commands that may have been meant, each with the words that follow, where it takes them. */
export function meantCommands(registry: Registry, text: string): MeantCommand[] {
  const tokens = tokenize(text);
  return nearest(registry, wordsOf(tokens)).map((command) => {
    try {
      const { raw, reason } = readLine(command, tokens.slice(command.name.split(' ').length));
      return { command, raw, ...(reason !== undefined && { reason }) };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return { command, raw: {} };
    }
  });
}

/** Throws AppError `bad_input` for an open quote, an unknown or unfinished flag, or words too many. */
export function parse(registry: Registry, text: string): Line {
  const tokens = tokenize(text);
  const words = wordsOf(tokens);
  if (words.length === 0) return { kind: 'menu' };

  const match = longestMatch(registry, words);
  const asked = tokens.some((token) => token.flag && token.text === '--help');
  const isHelp = (index: number) => asked || (words.length === index + 1 && words[index]?.toLowerCase() === 'help');
  if (match && match.command.verb !== '' && isHelp(match.length))
    return { kind: 'noun', noun: match.command.name, commands: [match.command] };
  if (match) return readLine(match.command, tokens.slice(match.length));

  // `domains`, `domains help`, and groups such as `cloudflare zones`.
  for (let length = Math.min(words.length, longestName(registry)); length > 0; length--) {
    const commands = commandsUnder(registry, words.slice(0, length));
    if (commands.length > 0 && (length === words.length || isHelp(length)))
      return { kind: 'noun', noun: words.slice(0, length).join(' ').toLowerCase(), commands };
  }
  const typed = words.slice(0, 3).map(echoable).join(' ');
  return { kind: 'unknown', typed, nearest: nearest(registry, words) };
}
