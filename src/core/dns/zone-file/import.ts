import { AppError } from '../../errors.ts';
import { isAddress } from '../address.ts';
import { isBelow, isName, looksForeign, normaliseName } from '../name.ts';
import { groupValues, valueKey } from '../normalise.ts';
import { readParts } from '../presentation.ts';
import { decodeTxt } from '../txt.ts';
import { type Content, recordType } from '../types.ts';
import type { Wanted, WantedSet } from '../wanted.ts';
import { readAttributes } from './attributes.ts';
import { type Entry, entries, Unreadable } from './lexer.ts';
import { doubtfulEscape, refuseMisread } from './misread.ts';
import { seconds, usedTtl } from './ttl.ts';

/** Something to tell the person about a line. */
export interface Note {
  readonly line: number;
  readonly text: string;
}

export interface ZoneFile {
  /** What a line says nothing about is absent: TTL, proxy setting, comment, tags. */
  readonly sets: readonly WantedSet[];
  /** Records that are the provider's own: SOA and the zone's own NS. */
  readonly skipped: readonly Note[];
  /** What was read otherwise than it may have been meant. */
  readonly warnings: readonly Note[];
}

/** A problem may quote a line, and a line may be very long. */
const longestProblem = 500;

/** A name in the file, with what to tell where it may have been meant otherwise. */
interface Named {
  readonly name: string;
  readonly doubt?: Note;
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

/** Reads a BIND zone file completely or not at all: throws `bad_input` naming the first line that cannot be read. */
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
  const found: { name: string; type: string; value: Wanted; line: number }[] = [];
  let line = 1;
  try {
    for (const entry of entries(text)) {
      line = entry.line;
      const record = readEntry(entry, state);
      if (record) found.push({ ...record, line });
    }
  } catch (error) {
    if (error instanceof Unreadable) throw refused(error.line, error.message, 'Nothing was imported.');
    if (error instanceof AppError) throw refused(line, error.message, error.hint ?? 'Nothing was imported.');
    throw error;
  }
  const sets = groupValues(found).map((set) => ({ ...set, values: unique(set.values) }));
  return { sets, skipped: state.skipped, warnings: state.warnings };
}

function refused(line: number, problem: string, hint: string): AppError {
  const text = `Line ${line}: ${problem.length > longestProblem ? `${problem.slice(0, longestProblem)}…` : problem}`;
  return new AppError('bad_input', text, { hint, fields: { records: text } });
}

/** The first of equal values. */
function unique(values: readonly Wanted[]): readonly Wanted[] {
  const byKey = new Map<string, Wanted>();
  for (const value of values) if (!byKey.has(valueKey(value))) byKey.set(valueKey(value), value);
  return [...byKey.values()];
}

function readEntry(entry: Entry, state: State): { name: string; type: string; value: Wanted } | undefined {
  const [first, ...others] = entry.tokens;
  if (!entry.continues && first && !first.quoted && first.raw.startsWith('$')) {
    directive(
      first.raw.toUpperCase(),
      others.map((token) => token.text),
      state,
      entry.line,
    );
    return undefined;
  }
  const note = (text: string): Note => ({ line: entry.line, text });
  // Told only of a record that is kept: how a line was read that is left out changes nothing.
  const told: Note[] = [];
  for (const { raw, quoted } of entry.tokens) {
    const doubtful = doubtfulEscape(raw);
    if (doubtful && !quoted && !raw.includes('"'))
      throw new Unreadable(entry.line, `${doubtful}; Route 53 writes * as \\052. Write the character itself.`);
    if (doubtful) told.push(note(doubtful));
  }
  const rest = entry.continues ? [...entry.tokens] : others;
  if (!entry.continues) state.owner = absolute(first?.text ?? '', state, entry.line);
  if (state.owner === undefined) throw new Unreadable(entry.line, 'The first record has no name.');
  const { ttl, warning } = prefix(rest, state, entry.line);
  const type = rest.shift()?.text.toUpperCase();
  if (!type) throw new Unreadable(entry.line, 'The record has no type.');
  // Cloudflare writes the zone without its dot here. No name below the zone has a SOA record in the zone's file.
  if (type === 'SOA' && !entry.continues && normaliseName(first?.text ?? '') === state.zone)
    state.owner = { name: state.zone };
  const { name: owner, doubt } = state.owner;
  if (type === 'SOA' || (type === 'NS' && owner === state.zone)) {
    state.skipped.push(
      note(
        type === 'SOA'
          ? 'the SOA record, which the provider keeps itself'
          : 'a name server of the zone itself, which no import changes',
      ),
    );
    return undefined;
  }
  if (!isBelow(owner, state.zone))
    throw new Unreadable(entry.line, `${owner} does not belong to the zone ${state.zone}.`);
  if (!isName(owner)) throw new Unreadable(entry.line, `"${owner}" is not a valid record name.`);
  if (doubt) told.push(doubt);
  // One word about a name is enough, however many of the lines that follow leave it out.
  state.owner = { name: owner };
  if (warning) told.push(note(warning));
  const { ignored, ...attributes } = readAttributes(entry.comment);
  told.push(...ignored.map((name) => note(`the setting ${name} is not kept`)));
  const target = (typed: string): string => {
    const named = absolute(typed, state, entry.line);
    if (named.doubt) told.push(named.doubt);
    return named.name;
  };
  const value = { ...content(type, rest, target, entry.line), ...attributes, ...(ttl === undefined ? {} : { ttl }) };
  state.warnings.push(...told);
  return { name: owner, type, value };
}

function content(type: string, rest: Entry['tokens'], target: (typed: string) => string, line: number): Content {
  const known = recordType(type);
  if (!known) throw new Unreadable(line, `Records of type ${type} are not known here.`);
  refuseMisread(known, rest, line);
  // By the rules an address here is a relative name; nobody ever means that.
  if (type !== 'TXT') return readParts(known, rest, (typed) => (isAddress(typed) ? typed : target(typed)));
  const text = rest
    .map(({ raw, quoted, text }) => (quoted || raw.includes(`"`) ? text : decodeTxt(`"${raw}"`)))
    .join('');
  if (text === '') throw new Unreadable(line, 'A TXT record needs a text.');
  return { content: text };
}

/** TTL and class stand before the type, in either order, and may both be left out; no TTL where none is said. */
function prefix(rest: { text: string }[], state: State, line: number): { ttl?: number; warning?: string } {
  let given: number | undefined;
  for (;;) {
    const word = rest[0]?.text.toUpperCase() ?? '';
    const ttl = seconds(word);
    if (ttl !== undefined && given === undefined) given = ttl;
    else if (word === 'CH' || word === 'HS' || word === 'CS')
      throw new Unreadable(line, `The class ${word} is not the Internet's (IN).`);
    else if (word !== 'IN') break;
    rest.shift();
  }
  if (given !== undefined) state.ttl = given;
  const said = given ?? state.defaultTtl ?? state.ttl;
  return said === undefined ? {} : usedTtl(said);
}

function directive(name: string, values: readonly string[], state: State, line: number): void {
  const [value = ''] = values;
  if (name === '$ORIGIN' && value !== '') state.origin = origin(value, state, line);
  else if (name === '$TTL' && seconds(value) !== undefined) state.defaultTtl = seconds(value);
  else if (name === '$TTL' || name === '$ORIGIN') throw new AppError('bad_input', `${name} has no usable value.`);
  else
    throw new AppError('bad_input', `${name} cannot be read here.`, {
      hint: 'Write the records out in the file itself. Nothing was imported.',
    });
}

/** What names without a dot are completed with from here on. By the rules that is itself a name of this kind. */
function origin(typed: string, state: State, line: number): string {
  const { name, doubt } = absolute(typed, state, line);
  // Nobody means the zone below itself, and every name that follows would be there.
  const isZone = doubt !== undefined && normaliseName(typed) === state.zone;
  if (isZone)
    state.warnings.push({ line, text: `$ORIGIN ${typed} has no dot at its end; it is taken as ${state.zone}` });
  else if (doubt) state.warnings.push(doubt);
  return isZone ? state.zone : name;
}

/** `@` is the origin, at the end of a name too: GoDaddy writes `_sip._tls.@`. */
function complete(typed: string, origin: string): string {
  if (typed === '@') return origin;
  const name = normaliseName(typed.replace(/\.@$/, ''));
  return typed.endsWith('.') || origin === '.' ? name : `${name}.${origin}`;
}

/** A name in the file; one that looks complete but lacks its dot is read by the rules, and pointed out. */
function absolute(typed: string, state: State, line: number): Named {
  const name = complete(typed, state.origin);
  const bare = normaliseName(typed);
  const explicit = typed.endsWith('.') || typed === '@' || typed.endsWith('.@');
  if (explicit || !(isBelow(bare, state.zone) || looksForeign(bare))) return { name };
  return { name, doubt: { line, text: `${typed} has no dot at its end, so it means ${name}` } };
}
