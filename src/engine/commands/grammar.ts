import { AppError } from '../../lib/errors.ts';
import { type Arg, flagName, missingArgs, type Raw, type RawValue } from './arguments.ts';
import type { Command } from './define.ts';
import { commandsUnder, longestMatch, nearest, nearestWord, type Registry } from './names.ts';
import { usage } from './usage.ts';

export interface Token {
  readonly text: string;
  /** Begins with an unquoted `--` and a letter; the text after it may be `name=value`. */
  readonly flag: boolean;
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>' };
const decoded = (text: string) => text.replace(/&(amp|lt|gt);/g, (_, name: string) => entities[name] ?? '');

/** `http://x.com` shown as `x.com`: what was typed before Slack made a link of it. A label that says something else is not trusted. */
function typedForm(url: string, label: string | undefined): string {
  const address = url.replace(/^mailto:/, '');
  const scheme = /^[a-z][a-z+.-]*:(\/\/)?/i.exec(url)?.[0] ?? '';
  const full = label?.startsWith(scheme) ? label : `${scheme}${label}`;
  const same = URL.canParse(url) && URL.canParse(full) && new URL(url).href === new URL(full).href;
  return label && same ? label : address;
}

/** What Slack escapes, as the person typed it: `<@U1|ana>` is U1, `<#C1|ops>` is C1, links are their address. */
const unescaped = (text: string): string =>
  text.replace(/<([^<>]*)>|&(?:amp|lt|gt);/g, (whole, inside: string | undefined) => {
    if (inside === undefined) return decoded(whole);
    const [target = '', label] = decoded(inside).split('|');
    if (/^[@#]/.test(target)) return target.slice(1);
    if (target.startsWith('!subteam^')) return target.slice('!subteam^'.length);
    if (target.startsWith('!')) return label || `@${target.slice(1)}`;
    return typedForm(target, label);
  });

const doubles = '"“”„‟';
const singles = "'‘’‚‛";

/** Where the quote opened at `start` ends. A straight quote ends at a straight one if there is any, else at a curly one. */
function closing(text: string, start: number): number {
  const opener = text[start] ?? '';
  const family = doubles.includes(opener) ? doubles : singles;
  const find = (closers: string) => {
    for (let at = start + 1; at < text.length; at++) {
      if (text[at] === '\\') at++;
      else if (closers.includes(text[at] ?? '')) return at;
    }
    return -1;
  };
  const straight = opener === family[0] ? find(opener) : -1;
  const end = straight >= 0 ? straight : find(family);
  if (end >= 0) return end;
  throw new AppError('bad_input', 'A quote is not closed.', {
    hint: 'Close it, or put a backslash before it if it is part of the text.',
  });
}

const withoutEscapes = (text: string) => text.replace(/\\(["\\“”„‟'‘’‚‛])/g, '$1');

/**
 * The words of a slash command. Quotes group, also curly ones, and keep lines and tabs of a pasted table apart; a single quote inside a word is an apostrophe.
 * Throws AppError `bad_input` for a quote that is never closed.
 */
export function tokenize(escaped: string): Token[] {
  const text = unescaped(escaped)
    .replace(/[\u200b\u2060\ufeff]/g, '')
    .replace(/[^\S\n\t]/g, ' ');
  const tokens: Token[] = [];
  let word = '';
  let inWord = false;
  let quotedStart = false;
  const end = () => {
    const dashed = word.replace(/^-*[—–]+-*(?=\p{L})/u, '--');
    const flag = inWord && !quotedStart && /^--\p{L}/u.test(dashed);
    if (inWord) tokens.push({ text: flag ? dashed : word, flag });
    word = '';
    inWord = false;
    quotedStart = false;
  };
  for (let at = 0; at < text.length; at++) {
    const char = text[at] ?? '';
    const opens = doubles.includes(char) || (singles.includes(char) && (!inWord || /[=,:]$/.test(word)));
    if (/\s/.test(char)) end();
    else if (opens) {
      quotedStart ||= !inWord;
      inWord = true;
      const last = closing(text, at);
      word += withoutEscapes(text.slice(at + 1, last));
      at = last;
    } else if (char === '\\' && (doubles + singles).includes(text[at + 1] ?? ' ')) {
      inWord = true;
      word += text[++at];
    } else {
      inWord = true;
      word += char;
    }
  }
  end();
  return tokens;
}

/** What a line of `/litemail` asks for. */
export type Line =
  | { readonly kind: 'menu' }
  | CommandLine
  /** A noun alone, or with `help`: show what it can do. */
  | { readonly kind: 'noun'; readonly noun: string; readonly commands: readonly Command[] }
  | { readonly kind: 'unknown'; readonly typed: string; readonly nearest: readonly Command[] };

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
  readonly positionals: string[];
  readonly unknown: string[];
  share: boolean;
  reason?: string;
}

const isYesNo = (text: string | undefined) => text !== undefined && /^(true|false)$/i.test(text);

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
  let value = tokens.shift()?.text ?? '';
  while (arg.many && value.endsWith(',') && tokens[0] && !tokens[0].flag) value += tokens.shift()?.text;
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
      reading.positionals.push(token.text);
      continue;
    }
    const [, typed = '', assigned] = /^--([^=]+)(?:=([\s\S]*))?$/.exec(token.text) ?? [];
    const name = typed.toLowerCase();
    const negated = name.startsWith('no-') && !keys.has(name);
    const key = keys.get(negated ? name.slice(3) : name);
    const arg = key === undefined ? undefined : command.args[key];
    if (key !== undefined && arg?.kind === 'boolean') {
      const value = assigned ?? (!negated && isYesNo(tokens[0]?.text) ? (tokens.shift()?.text ?? '') : !negated);
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
  const takesSecrets = args.some(([, arg]) => arg.secret);
  let secretTyped = false;
  for (const [key, arg] of args) {
    if (arg.secret && raw[key] !== undefined) {
      delete raw[key];
      secretTyped = true;
    } else if (arg.place === 'positional' && raw[key] === undefined && positionals.length > 0 && !arg.secret) {
      raw[key] = arg.many ? positionals.splice(0) : (positionals.shift() ?? '');
    }
  }
  // Surplus words of a command that takes secrets may be one, so they are not echoed.
  if (takesSecrets && positionals.length + unknown.length > 0) secretTyped = true;
  else if (unknown[0] !== undefined) {
    const near = nearestWord(unknown[0], [...Object.keys(command.args).map(flagName), 'share', 'reason']);
    const advice = near ? ` Did you mean \`--${near}\`?` : '';
    refuse(command, `Unknown option \`--${unknown[0]}\` for \`${command.name}\`.${advice}`);
  } else if (positionals[0] !== undefined) {
    refuse(command, `Unexpected argument \`${echoable(positionals[0])}\`. Put quotes around values with spaces.`);
  }
  const absent = args.filter(([key, arg]) => arg.required && raw[key] === undefined).map(([key]) => key);
  const missing = [...absent, ...Object.keys(missingArgs(command, raw))];
  return { kind: 'command', command, raw, missing, share, secretTyped, ...(reason !== undefined && { reason }) };
}

/** Throws AppError `bad_input` for an open quote, an unknown or unfinished flag, or words too many. */
export function parse(registry: Registry, text: string): Line {
  const tokens = tokenize(text);
  const end = tokens.findIndex(({ flag }) => flag);
  const words = (end < 0 ? tokens : tokens.slice(0, end)).map((token) => token.text);
  if (words.length === 0) return { kind: 'menu' };

  const match = longestMatch(registry, words);
  const asked = tokens.some((token) => token.flag && token.text === '--help');
  const isHelp = (index: number) => asked || (words.length === index + 1 && words[index]?.toLowerCase() === 'help');
  if (match && match.command.verb !== '' && isHelp(match.length))
    return { kind: 'noun', noun: match.command.name, commands: [match.command] };
  if (match) return readLine(match.command, tokens.slice(match.length));

  // `domains`, `domains help`, and groups such as `cloudflare zones`.
  for (let length = words.length; length > 0; length--) {
    const commands = commandsUnder(registry, words.slice(0, length));
    if (commands.length > 0 && (length === words.length || isHelp(length)))
      return { kind: 'noun', noun: words.slice(0, length).join(' ').toLowerCase(), commands };
  }
  const typed = words.slice(0, 3).map(echoable).join(' ');
  return { kind: 'unknown', typed, nearest: nearest(registry, words) };
}
