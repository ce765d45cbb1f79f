import { z } from 'zod';
import { defOf } from '../../lib/zod-def.ts';

/** What came in for the arguments of a command, before any schema saw it. Text from the slash command and from forms alike. */
export type RawValue = string | boolean | readonly string[];
export type Raw = Readonly<Record<string, RawValue>>;

/** Argument → what is wrong with it, as a sentence. Empty when all is well. */
export type FieldErrors = Readonly<Record<string, string>>;

/**
 * How a form asks, where the schema does not say it already (choices, numbers and yes-or-no are seen from the schema).
 * `options` names choices that a feature declares, for which Slack asks us while somebody types.
 */
type Widget = 'multiline' | 'channel' | 'user' | { readonly options: string };

/** All words with their spaces, or quoted strings without a space between, as far as one goes on in the next. */
export type Joins = 'words' | ((text: string, next: string) => boolean) | undefined;

interface ArgText {
  /** The label in the form; also how problems name the argument. */
  readonly label: string;
  readonly help: string;
  /** One value as it would be typed, without quotes. */
  readonly example: string;
  readonly widget?: Widget;
  /** False where a value may itself hold commas: then each word, and in a form each line, is one value. */
  readonly commas?: false;
  /** A file field stands beside the text field, for more than the 3,000 characters that Slack's text fields hold. */
  readonly file?: true;
  /** The file field's own label. */
  readonly fileLabel?: string;
  /** A flag whose value tells by itself what it is: it may be typed without its name. */
  readonly bare?: true;
  /** Arguments that say the same in another way: it is required where none of them is given. Its schema is optional. */
  readonly unless?: readonly string[];
  /** How words beside each other are one value, by what was given before and the first of them. */
  readonly joins?: (given: Raw, first: string) => Joins;
  /** Ids of people, channels or usergroups are part of the value, so names do not take their place. */
  readonly ids?: true;
  /** Only ever taken from a form: typed into a command, it would stay in Slack's history. */
  readonly secret?: true;
}

export interface Arg<S extends z.ZodType = z.ZodType> extends ArgText {
  readonly place: 'positional' | 'flag';
  readonly schema: S;
  readonly kind: 'text' | 'number' | 'boolean' | 'choice';
  /** Takes several values: the schema is an array. */
  readonly many: boolean;
  readonly required: boolean;
  readonly choices: readonly string[];
}
export type Args = Readonly<Record<string, Arg>>;
export type Values<A extends Args> = { readonly [K in keyof A]: z.output<A[K]['schema']> };

/** The schema under optional, default and readonly; of a pipe, what it takes, or the choices that it ends in. */
function unwrapSchema(schema: z.ZodType): z.ZodType {
  const { innerType, in: before, out } = defOf(schema);
  if (innerType) return unwrapSchema(innerType);
  if (!before || !out) return schema;
  const after = unwrapSchema(out);
  return after instanceof z.ZodEnum || defOf(before).type === 'transform' ? after : unwrapSchema(before);
}

function describe(schema: z.ZodType): Pick<Arg, 'kind' | 'many' | 'required' | 'choices'> {
  const outer = unwrapSchema(schema);
  const many = outer instanceof z.ZodArray;
  const element = many ? unwrapSchema(outer.element as z.ZodType) : outer;
  const required = !schema.safeParse(undefined).success;
  if (element instanceof z.ZodEnum)
    return { kind: 'choice', many, required, choices: element.options.map((option) => String(option)) };
  const { type } = defOf(element);
  const kind = type === 'number' || type === 'int' ? 'number' : type === 'boolean' ? 'boolean' : 'text';
  return { kind, many, required: required && kind !== 'boolean', choices: [] };
}

const arg =
  (place: Arg['place']) =>
  <S extends z.ZodType>(schema: S, text: ArgText): Arg<S> => ({
    ...text,
    place,
    schema,
    ...describe(schema),
    ...(text.unless && { required: true }),
  });

/** An argument known by its place in the line. An array schema takes all words that follow, so it must be the last. */
export const positional = arg('positional');

/** An argument known by its name: `--ttl 300`. Without an optional or default schema it must be given. */
export const flag = arg('flag');

/** `perPage` is typed `--per-page`. */
export const flagName = (key: string): string => key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** Whether another argument says it already. */
export const isSaid = ({ unless = [] }: Arg, raw: Raw): boolean =>
  unless.some((key) => ![undefined, '', false, 'false'].includes(raw[key] as string | boolean | undefined));

const listOf = ({ commas }: Arg, value: RawValue): string[] => {
  const words =
    typeof value === 'string' ? value.split(commas === false ? /\n/ : /[\s,;]+/) : [value].flat().map(String);
  return words
    .flatMap((word) => (commas === false ? [word] : word.split(',')))
    .map((word) => word.trim())
    .filter((word) => word !== '');
};

const matchChoice = (choices: readonly string[], text: string) =>
  choices.find((choice) => choice.toLowerCase() === text.toLowerCase()) ?? text;

/** The values as a form shows them: lists apart, choices as they are spelled. */
export function shownValues(arg: Arg, value: RawValue | undefined): string[] {
  const values = value === undefined ? [] : arg.many ? listOf(arg, value) : [value].flat().map(String);
  return values.map((text) => matchChoice(arg.choices, text));
}

function scalar({ kind, choices }: Arg, value: string | boolean): unknown {
  if (typeof value === 'boolean') return value;
  const text = value.trim();
  if (kind === 'number') return /^-?(\d+(\.\d*)?|\.\d+)$/.test(text) ? Number(text) : text;
  if (kind === 'choice') return matchChoice(choices, text);
  if (kind === 'boolean') return asBoolean(text) ?? { 1: true, 0: false }[text] ?? text;
  return value;
}

/** Undefined where it is neither yes nor no. */
export const asBoolean = (text: string): boolean | undefined => {
  if (/^(true|yes|on)$/i.test(text)) return true;
  return /^(false|no|off)$/i.test(text) ? false : undefined;
};

/** Whether people and channels are meant, and not what they are called. */
export const wantsIds = ({ widget, ids }: Arg): boolean => widget === 'user' || widget === 'channel' || ids === true;

/** Whether this text is a value of the argument. */
export const takes = (arg: Arg, text: string): boolean => arg.schema.safeParse(toSchemaInput(arg, text)).success;

/** The raw value as the schema expects it: numbers and lists converted, a blank field as missing. */
function toSchemaInput(arg: Arg, value: RawValue | undefined): unknown {
  if (value === undefined)
    return arg.kind === 'boolean' && !arg.schema.safeParse(undefined).success ? false : undefined;
  if (arg.many) {
    const words = listOf(arg, value);
    return words.length === 0 ? undefined : words.map((word) => scalar(arg, word));
  }
  const single = Array.isArray(value) ? value.join(' ') : (value as string | boolean);
  return typeof single === 'string' && single.trim() === '' ? undefined : scalar(arg, single);
}

const listed = (words: readonly string[]) => words.map((word) => `\`${word}\``).join(', ');

const counted = (issue: { readonly origin?: unknown }, count: unknown): string =>
  issue.origin === 'string' ? `${count} characters` : issue.origin === 'array' ? `${count} values` : String(count);

/** User-facing replacements for zod's messages. A message given in the schema takes precedence. */
const inWords =
  (arg: Arg): z.core.$ZodErrorMap =>
  (issue) => {
    if (issue.input === undefined) return 'a value is required.';
    if (arg.kind === 'choice') return `must be one of ${listed(arg.choices)}.`;
    if (arg.kind === 'number' && issue.code === 'invalid_type') return `must be a number, like \`${arg.example}\`.`;
    if (issue.code === 'too_small') return `must be at least ${counted(issue, issue.minimum)}.`;
    if (issue.code === 'too_big') return `must be at most ${counted(issue, issue.maximum)}.`;
    if (issue.code.startsWith('invalid')) return `is not valid. Example: \`${arg.example}\`.`;
    return undefined;
  };

/** `TTL: must be a number, like \`3600\`.` In a list, the invalid value is named. */
function problemOf(arg: Arg, value: unknown, { issues }: z.ZodError): string {
  const [issue] = issues;
  const index = issue?.path[0];
  const offending = Array.isArray(value) && typeof index === 'number' ? `\`${value[index]}\` ` : '';
  return `${arg.label}: ${offending}${issue?.message ?? 'is not valid.'}`;
}

/** The error when none of the alternative required arguments is given. */
export function missingArgs(
  { args, needs = [] }: { args: Args; needs?: readonly string[] | undefined },
  raw: Raw,
): FieldErrors {
  const [first = ''] = needs;
  if (needs.length === 0 || needs.some((key) => raw[key] !== undefined && raw[key] !== '')) return {};
  const labels = needs.map((key) => args[key]?.label ?? key);
  return { [first]: `${labels.join(' or ')}: one of these is required.` };
}

const labelsOf = (args: Args, keys: readonly string[]): string =>
  keys.flatMap((key) => args[key]?.label ?? []).join(', ');

/** Every argument against its schema. Pure, so that a form can show the errors before anything runs. */
export function validateArgs<A extends Args>(args: A, raw: Raw): { values: Values<A>; errors: FieldErrors } {
  const values: Record<string, unknown> = {};
  const errors: Record<string, string> = {};
  for (const [key, arg] of Object.entries(args)) {
    const value = toSchemaInput(arg, raw[key]);
    const result = arg.schema.safeParse(value, { error: inWords(arg) });
    if (arg.unless && value === undefined && !isSaid(arg, raw))
      errors[key] = `${arg.label}: a value is required, or one of ${labelsOf(args, arg.unless)}.`;
    else if (result.success) values[key] = result.data;
    else errors[key] = problemOf(arg, value, result.error);
  }
  // Safe when `errors` is empty: each value came out of the schema that Values<A> is made from.
  return { values: values as Values<A>, errors };
}
