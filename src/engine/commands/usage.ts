import { commandPrefix } from '../../lib/text.ts';
import { type Arg, type Args, flagName, type Raw } from './arguments.ts';

/** What usage lines are made of; every command has it. */
interface Described {
  readonly name: string;
  readonly args: Args;
  readonly needs?: readonly string[];
}

const place = (key: string, { many, required }: Arg): string => {
  const name = `<${flagName(key)}${many ? '…' : ''}>`;
  return required ? name : `[${name}]`;
};

const placeholderOf = ({ many, commas }: Arg): string =>
  many && commas === false ? '<value> …' : many ? '<a,b,…>' : '<value>';

const option = (key: string, arg: Arg): string => {
  const text = arg.kind === 'boolean' ? `--${flagName(key)}` : `--${flagName(key)} ${placeholderOf(arg)}`;
  return arg.required ? text : `[${text}]`;
};

const typed = (args: Args) => Object.entries(args).filter(([, arg]) => !arg.secret);

/** `/litemail dns list <domain> [--type <value>]` */
export const usage = ({ name, args }: Described): string =>
  [commandPrefix, name, ...typed(args).map(([key, arg]) => (arg.place === 'flag' ? option : place)(key, arg))].join(
    ' ',
  );

const quoted = (text: string): string =>
  /^[^\s"'“”‘’]+$/.test(text) && !/^[-–—]/.test(text) ? text : `"${text.replace(/["\\]/g, '\\$&')}"`;

/** A line that works as typed: all required arguments, each with its example. */
export const example = ({ name, args, needs = [] }: Described): string =>
  [
    commandPrefix,
    name,
    ...typed(args)
      .filter(([key, arg]) => arg.required || key === needs.at(-1))
      .map(([key, arg]) => (arg.place === 'flag' ? `--${flagName(key)} ${quoted(arg.example)}` : quoted(arg.example))),
  ].join(' ');

/** The line that a person would type for these raw values; secrets are left out. */
export const typedLine = ({ name, args }: Described, raw: Raw): string =>
  [
    commandPrefix,
    name,
    ...typed(args).flatMap(([key, arg]) => {
      const value = raw[key];
      if (value === undefined || value === false || value === '') return [];
      if (value === true) return [`--${flagName(key)}`];
      const words = [value].flat().map(String);
      if (arg.place === 'positional') return words.map(quoted);
      return (arg.commas === false ? words : [words.join(',')]).flatMap((word) => [`--${flagName(key)}`, quoted(word)]);
    }),
  ].join(' ');
