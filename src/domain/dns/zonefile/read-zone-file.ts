import { AppError } from '../../../lib/errors.ts';
import { escapeProblem, nameWord } from '../model/escape.ts';
import { isAddress, isBelow, isName, looksForeign, normaliseName } from '../model/name.ts';
import { groupValues, valueKey } from '../model/normalise.ts';
import { parseParts } from '../model/presentation.ts';
import { isSpf } from '../model/purpose.ts';
import { type Content, recordType } from '../model/types.ts';
import type { DesiredSet, DesiredValue } from '../plan/desired.ts';
import { ambiguousEscape, rejectAmbiguous, truncate } from './ambiguous-words.ts';
import { assertLength, type Entry, effectiveTtl, entries, seconds, type Word, ZoneFileSyntaxError } from './lexer.ts';
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

/** Parses a BIND zone file, all or nothing: throws `bad_input` naming every line that cannot be read. */
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
  const records: Read[] = [];
  const problems: (Note & { readonly hint?: string | undefined })[] = [];
  const attempt = (line: number, read: () => void): void => {
    try {
      read();
    } catch (error) {
      if (error instanceof ZoneFileSyntaxError) problems.push({ line: error.line, text: error.message });
      else if (error instanceof AppError) problems.push({ line, text: error.message, hint: error.hint });
      else throw error;
    }
  };
  attempt(1, () => {
    for (const entry of entries(text))
      attempt(entry.line, () => {
        const record = readEntry(entry, state);
        if (record) records.push({ ...record, line: entry.line });
      });
  });
  if (problems.length > 0) throw refused(problems);
  const sets = groupValues(withoutCopies(records, state)).map((set) => ({ ...set, values: unique(set.values) }));
  return { sets, skipped: state.skipped, warnings: state.warnings };
}

interface Read {
  readonly name: string;
  readonly type: string;
  readonly value: DesiredValue;
  readonly line: number;
  /** What the file calls it, where that is another word for TXT. */
  readonly alias?: string;
}

const mostProblems = 20;

function refused(problems: readonly (Note & { readonly hint?: string | undefined })[]): AppError {
  const [first] = problems;
  // Many lines share the room that one has.
  const room = Math.max(80, Math.floor((2 * longestProblem) / problems.length));
  const lines = problems
    .slice(0, mostProblems)
    .map(({ line, text }) => `Line ${line}: ${truncate(text, Math.min(longestProblem, room))}`);
  const more = problems.length - lines.length;
  const text = [...lines, ...(more > 0 ? [`${more} more lines cannot be read.`] : [])].join('\n');
  const hint = (problems.length === 1 && first?.hint) || 'Nothing was imported.';
  return new AppError('bad_input', text, { hint, fields: { records: text } });
}

/** Words of other panels for TXT. SPF was a type of its own, beside which the same text stood as TXT (RFC 7208 §3.1). */
const textAliases = new Set(['SPF', 'DKIM', 'DMARC', 'BIMI', 'TEXT']);

/** Without the SPF records of names whose text is there as TXT; what is read as TXT is noted. */
function withoutCopies(records: readonly Read[], { skipped, warnings }: State): readonly Read[] {
  const texts = new Map(
    records
      .filter(({ type, alias, value }) => type === 'TXT' && !alias && isSpf(value.content ?? ''))
      .map(({ name, value }) => [name, value.content]),
  );
  return records.filter(({ line, name, alias, value }) => {
    if (alias === 'SPF' && texts.has(name)) {
      const same = texts.get(name) === value.content;
      skipped.push({ line, text: `an SPF record, beside which ${same ? 'the same' : 'another'} one stands as TXT` });
      return false;
    }
    if (alias !== undefined) warnings.push({ line, text: `${alias} is read as TXT` });
    return true;
  });
}

/** The first of equal values. */
function unique(values: readonly DesiredValue[]): readonly DesiredValue[] {
  const byKey = new Map<string, DesiredValue>();
  for (const value of values) if (!byKey.has(valueKey(value))) byKey.set(valueKey(value), value);
  return [...byKey.values()];
}

function readEntry(entry: Entry, state: State): Omit<Read, 'line'> | undefined {
  const [first, ...others] = entry.tokens;
  assertLength(
    entry.tokens.reduce((sum, { raw }) => sum + raw.length, 0),
    entry.line,
  );
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
  const written = rest.shift()?.text.toUpperCase();
  const alias = written !== undefined && textAliases.has(written) ? written : undefined;
  const type = alias === undefined ? written : 'TXT';
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
  return { name: owner, type, value, ...(alias === undefined ? {} : { alias }) };
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
