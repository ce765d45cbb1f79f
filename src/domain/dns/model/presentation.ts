import { AppError } from '../../../lib/errors.ts';
import { escapeProblem, nameWord } from './escape.ts';
import { completeLoc, type Scalar } from './field-types.ts';
import { isAddress, normaliseName } from './name.ts';
import { decodeTxt, encodeTxt } from './txt.ts';
import { assemble, type Content, type Field, part, type RecordType, recordType, recordTypes } from './types.ts';

/** Completes host names in a value: a zone file has an origin, a command does not. */
type ResolveHost = (typed: string) => string;

/** A value in presentation format: `10 mx1.example.com`. Invalid parts are shown as they are. */
export function presentation(type: string, value: Content): string {
  const known = recordType(type);
  if (!known) return value.content ?? JSON.stringify(value.data ?? {});
  if (type === 'TXT') return txtPresentation(value.content ?? '');
  return known.fields
    .map((field) => shown(field, part(value, field) ?? field.defaultValue ?? ''))
    .join(' ')
    .trimEnd();
}

const shown = (field: Field, raw: Scalar): string => field.type.format?.(raw) ?? String(raw);

/** Unquoted if it parses back to the same text, else quoted. */
const txtPresentation = (text: string): string =>
  text !== '' && decodeTxt(text) === text && !/[\p{Cc}\p{Cs}]/u.test(text) ? text : encodeTxt(text);

/** Parses a typed value. Throws `bad_input` naming the invalid part. */
export function parseValue(type: string, typed: string, zone?: string): Content {
  const known = recordType(type);
  if (!known) throw unknownType(type);
  if (typed.trim() === '') throw badValue(known, `A ${type} record needs a value.`);
  if (type === 'TXT') {
    const text = joinedStrings(typed) ?? decodeTxt(typed);
    // Text without quotes is taken letter by letter.
    const problem = text === typed.trim() ? undefined : escapeProblem(typed);
    if (problem !== undefined) throw badValue(known, problem);
    if (text === '') throw badValue(known, 'A TXT record needs a text; Cloudflare refuses an empty one.');
    return { content: text };
  }
  return parseParts(known, tokens(typed), (name) => typedHost(name, known, zone));
}

/** `"v=DKIM1; p=MIIB…" QIDAQAB\;`, as panels cut a text: quoted strings and a last one without quotes. */
function joinedStrings(typed: string): string | undefined {
  if (!typed.trim().startsWith('"')) return undefined;
  const strings = tokens(typed);
  const bare = strings.findIndex(({ quoted }) => !quoted);
  return bare > 0 && bare === strings.length - 1 ? strings.map(({ text }) => text).join('') : undefined;
}

/** Words in presentation format → a normalised value. Throws `bad_input`. */
export function parseParts(known: RecordType, given: readonly Token[], readHost: ResolveHost): Content {
  const value = readParts(known, given, readHost, false);
  for (const problem of [...given.map(({ raw }) => escapeProblem(raw)), known.problem?.(value)])
    if (problem !== undefined) throw badValue(known, problem);
  return value;
}

/** The same as a provider writes it, which may leave out what goes without saying. Throws `bad_input`. */
export const parseProviderParts = (known: RecordType, given: readonly Token[]): Content =>
  readParts(known, given, (name) => name, true);

function readParts(known: RecordType, given: readonly Token[], readHost: ResolveHost, byProvider: boolean): Content {
  const { fields } = known;
  const joined = joinRest(known, given);
  const parts = fields.map((field, index) => {
    const token = joined[index];
    const optional = field.defaultValue !== undefined && (byProvider || !field.neededInText);
    if (token === undefined && !optional) throw badValue(known, incomplete(known, given));
    const raw = token === undefined ? field.defaultValue : field.type.host ? readHost(token) : token;
    const value = field.type.parse(raw ?? '');
    if (value === undefined)
      throw badValue(known, invalidPart(known, field, String(raw)), suggestion(known, String(raw)));
    return value;
  });
  if (joined.length > fields.length)
    throw badValue(
      known,
      `"${joined.slice(fields.length).join(' ')}" is more than a record of type ${known.type} takes.`,
    );
  return assemble(fields, parts);
}

function joinRest(known: RecordType, given: readonly Token[]): string[] {
  if (known.type === 'LOC') return completeLoc(given.map((token) => token.text));
  const plain = (token: Token, index: number) => (known.fields[index]?.type.host ? hostWord(known, token) : token.text);
  const last = known.fields.length - 1;
  const kind = known.fields[last]?.type;
  // Only the last part may be typed without quotes.
  const separator =
    kind?.joinRest ?? (kind?.allowAnyChar && !given.slice(last).some((token) => token.quoted) ? ' ' : undefined);
  const whole = (token: Token) => (kind?.joinRest === ' ' ? token.raw : token.text);
  if (separator === undefined || given.length <= last) return given.map(plain);
  return [...given.slice(0, last).map(plain), given.slice(last).map(whole).join(separator)];
}

function hostWord(known: RecordType, { raw }: Token): string {
  const word = nameWord(raw);
  if ('name' in word) return word.name;
  throw badValue(known, `"${raw}" is not a valid host name. ${word.problem}`);
}

/** A word or quoted string; `raw` is as it was written, `text` without quotes and escapes. Names are read from `raw`. */
export interface Token {
  readonly raw: string;
  readonly text: string;
  readonly quoted: boolean;
}

export function tokens(text: string): Token[] {
  // An unclosed quote takes the rest of the text, so that matching stays linear.
  const words = text.match(/(?:"(?:[^"\\]|\\.)*(?:"|\\?$)|[^\s"\\]|\\.|\\$)+/gs) ?? [];
  return words.map(toToken);
}

export function toToken(raw: string): Token {
  const quoted = /^"(?:[^"\\]|\\.)*"$/s.test(raw);
  // Quotes inside a word belong to a parameter, which is read from `raw`.
  const escaped = raw.includes('\\') && !raw.replace(/\\./gs, '').includes('"');
  return { raw, quoted, text: quoted ? decodeTxt(raw) : escaped ? decodeTxt(`"${raw}"`) : raw };
}

function typedHost(typed: string, known: RecordType, zone: string | undefined): string {
  if (typed === '@' && zone) return zone;
  const name = normaliseName(typed);
  if (typed.endsWith('.') || name.includes('.') || isAddress(typed)) return typed;
  throw badValue(
    known,
    `"${typed}" is not a complete host name.`,
    `Write it in full, such as ${name || 'mail'}.${zone ?? 'example.com'}.`,
  );
}

/** The error for unknown types: they are shown but never changed. */
export const unknownType = (type: string): AppError =>
  new AppError('bad_input', `Records of type ${type} cannot be changed here.`, {
    hint: `Known types: ${[...recordTypes.keys()].join(', ')}.`,
  });

const badValue = (
  known: RecordType,
  problem: string,
  hint = `A value of type ${known.type} looks like this: ${known.example}`,
) => new AppError('bad_input', problem, { hint, fields: { value: problem } });

const incomplete = (known: RecordType, given: readonly Token[]): string =>
  `"${given.map((token) => token.raw).join(' ')}" is not a complete value of type ${known.type}: it needs ${known.fields
    .filter((field) => field.defaultValue === undefined || field.neededInText)
    .map((field) => field.label)
    .join(', ')}.`;

const invalidPart = (known: RecordType, field: Field, raw: string): string =>
  `"${raw}" cannot be the ${field.label} in a record of type ${known.type}: it must be ${field.type.expected}.`;

/** The most common mistake: a valid value for another type. */
function suggestion(known: RecordType, raw: string): string | undefined {
  const { type } = known;
  if (type === 'A' && raw.includes(':')) return 'For an IPv6 address use a record of type AAAA.';
  if (type === 'AAAA' && isAddress(raw)) return 'For an IPv4 address use a record of type A.';
  if ((type === 'A' || type === 'AAAA') && /[a-z]/i.test(raw))
    return 'For the name of a host use a record of type CNAME.';
  if (type === 'CNAME' && isAddress(raw))
    return `For an address use a record of type ${raw.includes(':') ? 'AAAA' : 'A'}.`;
  if (type === 'MX' && /^[a-z]/i.test(raw)) return 'Write the priority first: 10 mx1.example.com';
  return undefined;
}
