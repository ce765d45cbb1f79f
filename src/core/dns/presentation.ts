import { AppError } from '../errors.ts';
import { isAddress } from './address.ts';
import type { Scalar } from './kinds.ts';
import { completeLoc } from './loc.ts';
import { normaliseName } from './name.ts';
import { decodeTxt, encodeTxt } from './txt.ts';
import { assemble, type Content, type Field, part, type RecordType, recordType, recordTypes } from './types.ts';

/** How names of hosts in a value are completed: a zone file knows an origin, a command does not. */
export type HostReader = (typed: string) => string;

/** A value as people read and type it: `10 mx1.example.com`. What is not in normal form is shown as it is. */
export function presentation(type: string, value: Content): string {
  const known = recordType(type);
  if (!known) return value.content ?? JSON.stringify(value.data ?? {});
  if (type === 'TXT') return txtPresentation(value.content ?? '');
  return known.fields
    .map((field) => shown(field, part(value, field) ?? field.absent ?? ''))
    .join(' ')
    .trimEnd();
}

const shown = (field: Field, raw: Scalar): string => field.kind.show?.(raw) ?? String(raw);

/** Bare where that reads back as the same text, quoted otherwise. */
const txtPresentation = (text: string): string =>
  text !== '' && decodeTxt(text) === text && !/[\p{Cc}\p{Cs}]/u.test(text) ? text : encodeTxt(text);

/** What a person typed as the value of a record. Throws `bad_input` saying what is wrong with which part. */
export function parseValue(type: string, typed: string, zone?: string): Content {
  const known = recordType(type);
  if (!known) throw unknownType(type);
  if (typed.trim() === '') throw wrong(known, `A ${type} record needs a value.`);
  if (type === 'TXT') {
    const text = decodeTxt(typed);
    if (text === '') throw wrong(known, 'A TXT record needs a text; Cloudflare refuses an empty one.');
    return { content: text };
  }
  return readParts(known, tokens(typed), (name) => typedHost(name, known, zone));
}

/** The parts of a presentation form → a value in normal form. Throws `bad_input`. */
export function readParts(known: RecordType, given: readonly Token[], readHost: HostReader): Content {
  const { fields } = known;
  const joined = joinRest(known, given);
  const parts = fields.map((field, index) => {
    const token = joined[index];
    if (token === undefined && field.absent === undefined) throw wrong(known, incomplete(known, given));
    const raw = token === undefined ? field.absent : field.kind.host ? readHost(token) : token;
    const value = field.kind.normal(raw ?? '');
    if (value === undefined) throw wrong(known, misfit(known, field, String(raw)), suggestion(known, String(raw)));
    return value;
  });
  if (joined.length > fields.length)
    throw wrong(known, `"${joined.slice(fields.length).join(' ')}" is too much for a record of type ${known.type}.`);
  return assemble(fields, parts);
}

function joinRest(known: RecordType, given: readonly Token[]): string[] {
  if (known.type === 'LOC') return completeLoc(given.map((token) => token.text));
  const last = known.fields.length - 1;
  const kind = known.fields[last]?.kind;
  // Only the text of the last part may be typed without its quotes.
  const glue = kind?.rest ?? (kind?.free && !given.slice(last).some((token) => token.quoted) ? ' ' : undefined);
  const whole = (token: Token) => (kind?.rest === ' ' ? token.raw : token.text);
  if (glue === undefined || given.length <= last) return given.map((token) => token.text);
  return [...given.slice(0, last).map((token) => token.text), given.slice(last).map(whole).join(glue)];
}

/** A word or quoted string; `raw` is as it was written, `text` without quotes and escapes. */
export interface Token {
  readonly raw: string;
  readonly text: string;
  readonly quoted: boolean;
}

export function tokens(text: string): Token[] {
  // A quote that does not close takes all the rest, so that nothing is looked at twice.
  const found = text.match(/(?:"(?:[^"\\]|\\.)*(?:"|\\?$)|[^\s"])+/gs) ?? [];
  return found.map((raw) => {
    const quoted = /^"(?:[^"\\]|\\.)*"$/s.test(raw);
    return { raw, quoted, text: quoted ? decodeTxt(raw) : raw };
  });
}

function typedHost(typed: string, known: RecordType, zone: string | undefined): string {
  if (typed === '@' && zone) return zone;
  const name = normaliseName(typed);
  if (typed.endsWith('.') || name.includes('.') || isAddress(typed)) return typed;
  throw wrong(
    known,
    `"${typed}" is not a complete host name.`,
    `Write it in full, such as ${name || 'mail'}.${zone ?? 'example.com'}.`,
  );
}

/** The refusal for types that we do not know: they are shown and never touched. */
export const unknownType = (type: string): AppError =>
  new AppError('bad_input', `Records of type ${type} cannot be changed here.`, {
    hint: `Known types: ${[...recordTypes.keys()].join(', ')}.`,
  });

const wrong = (
  known: RecordType,
  problem: string,
  hint = `A value of type ${known.type} looks like this: ${known.example}`,
) => new AppError('bad_input', problem, { hint, fields: { value: problem } });

const incomplete = (known: RecordType, given: readonly Token[]): string =>
  `"${given.map((token) => token.raw).join(' ')}" is not a complete value of type ${known.type}: it needs ${known.fields
    .filter((field) => field.absent === undefined)
    .map((field) => field.label)
    .join(', ')}.`;

const misfit = (known: RecordType, field: Field, raw: string): string =>
  `"${raw}" cannot be the ${field.label} in a record of type ${known.type}: it must be ${field.kind.wanted}.`;

/** The mistakes that people make most: the right value for another type. */
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
