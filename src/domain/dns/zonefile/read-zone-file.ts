import { AppError } from '../../../lib/errors.ts';
import { escapeProblem, nameWord } from '../model/escape.ts';
import { isAddress, isBelow, isName, looksForeign, normaliseName } from '../model/name.ts';
import { groupValues, valueKey } from '../model/normalise.ts';
import { parseParts } from '../model/presentation.ts';
import { type Content, type RecordType, recordType } from '../model/types.ts';
import type { DesiredSet, DesiredValue } from '../plan/desired.ts';
import { type Entry, effectiveTtl, entries, seconds, type Word, ZoneFileSyntaxError } from './lexer.ts';
import { readAttributes } from './write-zone-file.ts';

/** A message about one line. */
export interface Note {
  readonly line: number;
  readonly text: string;
}

export interface ZoneFile {
  /** TTL, proxy setting, comment and tags are absent where the line has none. */
  readonly sets: readonly DesiredSet[];
  /** Records maintained by the provider: SOA and the zone's own NS. */
  readonly skipped: readonly Note[];
  /** Possibly misinterpreted lines. */
  readonly warnings: readonly Note[];
}

/** A problem may quote a line, which may be very long. */
const longestProblem = 500;

/** A name in the file, with a warning if it is ambiguous. */
interface Named {
  readonly name: string;
  readonly warning?: Note;
}

interface State {
  readonly zone: string;
  readonly warnings: Note[];
  readonly skipped: Note[];
  origin: string;
  owner: Named | undefined;
  ttl: number | undefined;
  defaultTtl: number | undefined;
}

/** Parses a BIND zone file, all or nothing: throws `bad_input` naming the first invalid line. */
export function parseZoneFile(text: string, zone: string): ZoneFile {
  const state: State = {
    zone,
    warnings: [],
    skipped: [],
    origin: zone,
    owner: undefined,
    ttl: undefined,
    defaultTtl: undefined,
  };
  const records: { name: string; type: string; value: DesiredValue; line: number }[] = [];
  let line = 1;
  try {
    for (const entry of entries(text)) {
      line = entry.line;
      const record = readEntry(entry, state);
      if (record) records.push({ ...record, line });
    }
  } catch (error) {
    if (error instanceof ZoneFileSyntaxError) throw refused(error.line, error.message, 'Nothing was imported.');
    if (error instanceof AppError) throw refused(line, error.message, error.hint ?? 'Nothing was imported.');
    throw error;
  }
  const sets = groupValues(records).map((set) => ({ ...set, values: unique(set.values) }));
  return { sets, skipped: state.skipped, warnings: state.warnings };
}

function refused(line: number, problem: string, hint: string): AppError {
  const text = `Line ${line}: ${problem.length > longestProblem ? `${problem.slice(0, longestProblem)}…` : problem}`;
  return new AppError('bad_input', text, { hint, fields: { records: text } });
}

/** The first of equal values. */
function unique(values: readonly DesiredValue[]): readonly DesiredValue[] {
  const byKey = new Map<string, DesiredValue>();
  for (const value of values) if (!byKey.has(valueKey(value))) byKey.set(valueKey(value), value);
  return [...byKey.values()];
}

function readEntry(entry: Entry, state: State): { name: string; type: string; value: DesiredValue } | undefined {
  const [first, ...others] = entry.tokens;
  for (const { raw } of entry.tokens) {
    const problem = escapeProblem(raw);
    if (problem !== undefined) throw new ZoneFileSyntaxError(entry.line, problem);
  }
  if (!entry.continues && first && !first.quoted && first.raw.startsWith('$')) {
    directive(first.raw.toUpperCase(), others[0], state, entry.line);
    return undefined;
  }
  const note = (text: string): Note => ({ line: entry.line, text });
  // Reported only for imported records: warnings about skipped lines are irrelevant.
  const warnings: Note[] = [];
  for (const { raw, quoted } of entry.tokens) {
    const ambiguous = ambiguousEscape(raw);
    if (ambiguous && !quoted && !raw.includes('"'))
      throw new ZoneFileSyntaxError(
        entry.line,
        `${ambiguous}; Route 53 writes * as \\052. Write the character itself.`,
      );
    if (ambiguous) warnings.push(note(ambiguous));
  }
  const rest = entry.continues ? [...entry.tokens] : others;
  if (!entry.continues && first) state.owner = absolute(nameIn(first, state, entry.line), state, entry.line);
  if (state.owner === undefined) throw new ZoneFileSyntaxError(entry.line, 'The first record has no name.');
  const { ttl, warning } = prefix(rest, state, entry.line);
  const type = rest.shift()?.text.toUpperCase();
  if (!type) throw new ZoneFileSyntaxError(entry.line, 'The record has no type.');
  // Cloudflare writes the zone without its dot here. No name below the zone has a SOA record in the zone's file.
  if (type === 'SOA' && !entry.continues && normaliseName(first?.text ?? '') === state.zone)
    state.owner = { name: state.zone };
  const { name: owner, warning: nameWarning } = state.owner;
  if (type === 'SOA' || (type === 'NS' && owner === state.zone)) {
    state.skipped.push(
      note(
        type === 'SOA'
          ? 'the SOA record, which the provider manages itself'
          : 'a name server of the zone itself, which an import never changes',
      ),
    );
    return undefined;
  }
  if (!isBelow(owner, state.zone))
    throw new ZoneFileSyntaxError(entry.line, `${owner} does not belong to the zone ${state.zone}.`);
  if (!isName(owner)) throw new ZoneFileSyntaxError(entry.line, `"${owner}" is not a valid record name.`);
  if (nameWarning) warnings.push(nameWarning);
  // Warn once per name, even if the following lines inherit it.
  state.owner = { name: owner };
  if (warning) warnings.push(note(warning));
  const { ignored, ...attributes } = readAttributes(entry.comment);
  warnings.push(...ignored.map((name) => note(`the setting ${name} is ignored`)));
  const target = (typed: string): string => {
    const named = absolute(typed, state, entry.line);
    if (named.warning) warnings.push(named.warning);
    return named.name;
  };
  const value = { ...content(type, rest, target, entry.line), ...attributes, ...(ttl === undefined ? {} : { ttl }) };
  state.warnings.push(...warnings);
  return { name: owner, type, value };
}

function content(type: string, rest: Entry['tokens'], target: (typed: string) => string, line: number): Content {
  const known = recordType(type);
  if (!known) throw new ZoneFileSyntaxError(line, `Records of type ${type} are not supported here.`);
  rejectAmbiguous(known, rest, line);
  // Strictly, an address here is a relative name, which is never intended.
  if (type !== 'TXT') return parseParts(known, rest, (typed) => (isAddress(typed) ? typed : target(typed)));
  const text = rest.map((word) => word.text).join('');
  if (text === '') throw new ZoneFileSyntaxError(line, 'A TXT record needs a text.');
  return { content: text };
}

/** TTL and class precede the type, in either order; both are optional. */
function prefix(rest: { text: string }[], state: State, line: number): { ttl?: number; warning?: string } {
  let given: number | undefined;
  for (;;) {
    const word = rest[0]?.text.toUpperCase() ?? '';
    const ttl = seconds(word);
    if (ttl !== undefined && given === undefined) given = ttl;
    else if (word === 'CH' || word === 'HS' || word === 'CS')
      throw new ZoneFileSyntaxError(line, `The class ${word} is not the Internet's (IN).`);
    else if (word !== 'IN') break;
    rest.shift();
  }
  if (given !== undefined) state.ttl = given;
  const effective = given ?? state.defaultTtl ?? state.ttl;
  return effective === undefined ? {} : effectiveTtl(effective);
}

function directive(name: string, word: Word | undefined, state: State, line: number): void {
  const value = word?.text ?? '';
  if (name === '$ORIGIN' && word && value !== '') state.origin = origin(nameIn(word, state, line), state, line);
  else if (name === '$TTL' && seconds(value) !== undefined) state.defaultTtl = seconds(value);
  else if (name === '$TTL' || name === '$ORIGIN') throw new AppError('bad_input', `${name} has no usable value.`);
  else
    throw new AppError('bad_input', `${name} cannot be read here.`, {
      hint: 'Write the records out in the file itself. Nothing was imported.',
    });
}

/** The new origin for relative names; it may itself be relative to the previous one. */
function origin(typed: string, state: State, line: number): string {
  const { name, warning } = absolute(typed, state, line);
  // Strictly this is the zone name below itself, which is never intended.
  const isZone = warning !== undefined && normaliseName(typed) === state.zone;
  if (isZone)
    state.warnings.push({ line, text: `$ORIGIN ${typed} has no dot at its end; it is read as ${state.zone}` });
  else if (warning) state.warnings.push(warning);
  return isZone ? state.zone : name;
}

/** A word of the file as a name. */
function nameIn({ raw }: Word, { origin }: State, line: number): string {
  const word = nameWord(raw);
  if ('name' in word) return word.name;
  const whole = raw.endsWith('.') ? raw : `${raw}.${origin}`;
  throw new ZoneFileSyntaxError(line, `"${truncate(whole)}" is not a valid record name. ${word.problem}`);
}

/** `@` is the origin, at the end of a name too: GoDaddy writes `_sip._tls.@`. */
function complete(typed: string, origin: string): string {
  if (typed === '@') return origin;
  const name = normaliseName(typed.replace(/\.@$/, ''));
  return typed.endsWith('.') || origin === '.' ? name : `${name}.${origin}`;
}

/** A name in the file; one that looks absolute but has no trailing dot is taken as relative, with a warning. */
function absolute(typed: string, state: State, line: number): Named {
  const name = complete(typed, state.origin);
  const bare = normaliseName(typed);
  const explicit = typed.endsWith('.') || typed === '@' || typed.endsWith('.@');
  if (explicit || !(isBelow(bare, state.zone) || looksForeign(bare))) return { name };
  return { name, warning: { line, text: `${typed} has no dot at its end, so it means ${name}` } };
}

const strings = /"(?:[^"\\]|\\.)*"/gs;
const escapes = /\\(\d{3}|.)/gs;

/** Throws `ZoneFileSyntaxError` for valid but surely unintended syntax, with what to write instead. */
function rejectAmbiguous(known: RecordType, words: readonly Word[], line: number): void {
  const bare = words.filter(({ quoted }) => !quoted);
  const curly = bare.find(({ raw }) => /[“”„‟]/.test(raw.replace(strings, '')));
  if (curly)
    throw new ZoneFileSyntaxError(
      line,
      `${truncate(curly.raw)} has curly quotes; a zone file needs straight ones: "…".`,
    );
  const cut = bare.find((word) => word.cut && !word.raw.endsWith('"'));
  if (cut && known.fields.some(({ type }) => type.allowAnyChar))
    throw new ZoneFileSyntaxError(
      line,
      `The ; after ${truncate(cut.raw)} turns the rest into a comment. Put the text in quotes, or a space before the ; where a comment is meant.`,
    );
  if (known.type === 'TXT' && words.length > 1 && bare.length > 0)
    throw new ZoneFileSyntaxError(
      line,
      `Without quotes, the words of a TXT record are joined without spaces. Put the text in quotes: "${truncate(words.map(({ raw }) => raw).join(' '))}".`,
    );
}

/** `\052`: 4 by the rules of zone files, but Route 53 writes `*` so. Undefined if no escape is ambiguous. */
function ambiguousEscape(raw: string): string | undefined {
  for (const [whole, code = ''] of raw.matchAll(escapes)) {
    const meant = code.length === 3 ? String.fromCharCode(Number(code)) : '';
    if (/[A-Za-z0-9]/.test(meant)) return `${whole} is the character ${meant} by the rules of zone files`;
  }
  return undefined;
}

const truncate = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text);
