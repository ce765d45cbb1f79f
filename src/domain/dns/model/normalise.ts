import { isBelow, normaliseName } from './name.ts';
import { parseProviderParts, tokens } from './presentation.ts';
import type { Change, RecordSet, RecordValue, Row } from './record.ts';
import { decodeTxt, encodeTxt } from './txt.ts';
import { type Content, type EditableContent, type Field, part, type RecordType, recordType, setPart } from './types.ts';
import { keepIndex } from './zone-index.ts';

/** A row as returned by a provider: TXT content is still quoted, names are not normalised. */
export interface ProviderRow extends Row {
  readonly id?: string;
  readonly readOnly?: boolean;
  readonly modifiedOn?: number;
}

/**
 * The canonical form, in which equal values compare equal. Unreadable values and unknown types are left alone.
 * TXT content is expected to be decoded already (see `recordSets`).
 */
export const normaliseValue = (type: string, value: RecordValue): RecordValue => normalValue(type, value, value);

/** Built in place, because a zone has thousands of them. Its keys always come in this order. */
function normalValue(type: string, value: RecordValue, content: Content): RecordValue {
  const known = recordType(type);
  const normal: { -readonly [K in keyof RecordValue]?: RecordValue[K] } = {};
  if (value.id !== undefined) normal.id = value.id;
  if (known) normaliseContent(normal, known, content);
  else Object.assign(normal, contentOf(content));
  const proxied = known?.proxiable ? (value.proxied ?? false) : undefined;
  normal.ttl = proxied ? 1 : value.ttl;
  if (proxied !== undefined) normal.proxied = proxied;
  const comment = value.comment?.trim();
  if (comment) normal.comment = comment;
  if (value.tags?.length) normal.tags = normaliseTags(value.tags);
  // A setting that is off counts as absent.
  const settings = value.settings ? Object.entries(value.settings).filter(([, setting]) => setting) : [];
  if (settings.length > 0) normal.settings = Object.fromEntries(settings);
  if (value.modifiedOn !== undefined) normal.modifiedOn = value.modifiedOn;
  if (value.readOnly) normal.readOnly = true;
  return normal as RecordValue;
}

/** Content, data and priority alone. */
export const contentOf = ({ content, data, priority }: Content): Content => ({
  ...(content === undefined ? {} : { content }),
  ...(data === undefined ? {} : { data }),
  ...(priority === undefined ? {} : { priority }),
});

function normaliseContent(normal: EditableContent, known: RecordType, value: Content): void {
  if (known.kind === 'data' && value.data === undefined) {
    Object.assign(normal, fromText(known, value));
    return;
  }
  for (const field of known.fields) {
    // Cloudflare is moving `priority` between the record and its data; either place counts.
    const elsewhere = field.name === 'priority' ? (value.priority ?? value.data?.priority) : undefined;
    const raw = part(value, field) ?? elsewhere ?? field.defaultValue ?? '';
    setPart(normal, field, field.type.parse(raw) ?? raw);
  }
}

/** A data type of which only the text is known. */
function fromText(known: RecordType, value: Content): Content {
  try {
    const words = tokens(value.content ?? '');
    // Cloudflare writes the priority beside the content.
    const apart = value.priority !== undefined && words.length < known.fields.filter(isNeeded).length;
    return parseProviderParts(known, apart ? [...tokens(String(value.priority)), ...words] : words);
  } catch {
    return contentOf(value);
  }
}

const isNeeded = ({ defaultValue }: Field): boolean => defaultValue === undefined;

/** Names of tags do not distinguish case, their values do; a tag without a value may be written without its colon. */
const normaliseTags = (tags: readonly string[]): string[] =>
  [
    ...new Set(
      tags.map((tag) => `${tag.trim()}${tag.includes(':') ? '' : ':'}`.replace(/^[^:]*/, (name) => name.toLowerCase())),
    ),
  ].sort();

/** Equal for normalised values with the same content, data and priority. */
export function valueKey(value: Content): string {
  if (value.data) return dataKey(value.data, value.priority);
  return value.priority === undefined ? (value.content ?? '') : `${value.priority} ${value.content}`;
}

function dataKey(data: NonNullable<Content['data']>, priority: number | undefined): string {
  let key = priority === undefined ? '' : String(priority);
  for (const name of sorted(Object.keys(data))) key += ` ${name}=${JSON.stringify(data[name])}`;
  return key;
}

/** Most of them are in order already, and sorting makes a copy of its own. */
const sorted = (names: string[]): string[] =>
  names.every((name, index) => index === 0 || (names[index - 1] ?? '') < name) ? names : names.sort();

/** The same value, whatever its attributes; both in normal form. */
export const sameValue = (a: Content, b: Content): boolean => valueKey(a) === valueKey(b);

/** The same value with the same attributes; the provider's id does not count. */
export const sameRow = (a: RecordValue, b: RecordValue): boolean => rowKey(a) === rowKey(b);

/** Equal for values that are the same row. */
export const rowKey = (value: RecordValue): string =>
  `${value.ttl}${value.proxied ? ' proxied' : ''} ${valueKey(value)}${
    value.comment || value.tags?.length ? JSON.stringify([value.comment ?? '', value.tags ?? []]) : ''
  }`;

/** The same values with the same attributes, in any order. */
export const sameSet = (a: RecordSet | undefined, b: RecordSet | undefined): boolean =>
  a === b || ((a?.values.length ?? 0) === (b?.values.length ?? 0) && setKey(a) === setKey(b));

/** Equal for sets with the same values and attributes. */
export function setKey(set: RecordSet | undefined): string {
  const values = set?.values ?? [];
  const first = values[0];
  if (first === undefined) return '';
  return values.length === 1 ? rowKey(first) : values.map(rowKey).sort().join('\n');
}

/** Identifies a record set within a zone. */
export const keyOf = ({ name, type }: { readonly name: string; readonly type: string }): string => `${name} ${type}`;

/**
 * Provider rows as normalised record sets; values sorted by priority and text, sets in first-seen order. With `zone`,
 * names may also be `@`, empty, or relative to it.
 */
export function recordSets(rows: Iterable<ProviderRow>, zone?: string): RecordSet[] {
  const { sets, byName } = grouped(readRows(rows, zone));
  keepIndex(sets, byName);
  return sets;
}

/** Rows that cannot be read, as they came: shown as what they are, of a type that nobody can write, and touched by nothing. */
export const unreadableRows = (rows: readonly unknown[]): ProviderRow[] =>
  rows.map((row, index) => ({
    id: `unreadable-${index + 1}`,
    type: 'UNREADABLE',
    name: '@',
    content: typeof row === 'string' ? row : JSON.stringify(row),
    ttl: 1,
    readOnly: true,
  }));

function* readRows(rows: Iterable<ProviderRow>, zone: string | undefined): Generator<Owned<RecordValue>> {
  for (const row of rows) {
    const type = row.type.toUpperCase();
    const name = normaliseName(row.name);
    yield { name: zone === undefined ? name : ownerIn(zone, name), type, value: readValue(type, row) };
  }
}

const ownerIn = (zone: string, name: string): string =>
  name === '@' || name === '' ? zone : isBelow(name, zone) ? name : `${name}.${zone}`;

/** Values of one type as a provider or server gives them, in its order. */
export const readValues = (type: string, values: readonly RecordValue[]): RecordValue[] =>
  values.map((value) => readValue(type, value));

function readValue(type: string, value: RecordValue): RecordValue {
  const { content, data } = value;
  if (type === 'TXT' && content !== undefined) return normalValue(type, value, { content: decodeTxt(content) });
  if (content === undefined || data === undefined) return normalValue(type, value, value);
  // Of the types with data, the content only repeats it.
  const own = recordType(type)?.kind === 'content' ? { content } : { data };
  return normalValue(type, value, value.priority === undefined ? own : { ...own, priority: value.priority });
}

interface Owned<V> {
  readonly name: string;
  readonly type: string;
  readonly value: V;
}

/** Values in normal form, by name and type. */
export const groupValues = <V extends Content>(values: Iterable<Owned<V>>) => grouped(values).sets;

function grouped<V extends Content>(values: Iterable<Owned<V>>) {
  const sets: { name: string; type: string; values: V[] }[] = [];
  const byName = new Map<string, typeof sets>();
  for (const { name, type, value } of values) {
    const atName = byName.get(name);
    const known = atName?.find((set) => set.type === type);
    if (known) {
      known.values.push(value);
      continue;
    }
    const set = { name, type, values: [value] };
    sets.push(set);
    if (atName) atName.push(set);
    else byName.set(name, [set]);
  }
  for (const set of sets) if (set.values.length > 1) set.values = inOrder(set.values);
  return { sets, byName };
}

/** By priority, then by text. */
function inOrder<V extends Content>(values: readonly V[]): V[] {
  const keyed = values.map((value) => ({ value, priority: value.priority ?? 0, key: valueKey(value) }));
  keyed.sort((a, b) => a.priority - b.priority || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return keyed.map(({ value }) => value);
}

/** The content as sent to a provider: TXT quoted and split, everything else as stored. */
export const wireContent = (type: string, content: string): string => (type === 'TXT' ? encodeTxt(content) : content);

/** The difference between the values of one record set. */
interface ValueDiff {
  readonly added: readonly RecordValue[];
  readonly removed: readonly RecordValue[];
  readonly changed: readonly (readonly [old: RecordValue, now: RecordValue])[];
  readonly unchanged: readonly RecordValue[];
}

/** Values are matched by id, or by content where an id is missing. */
export function diffValues({ before, after }: Pick<Change, 'before' | 'after'>): ValueDiff {
  const remaining = new Set(before?.values ?? []);
  const byId = new Map<string, RecordValue>();
  const byKey = new Map<string, RecordValue>();
  for (const value of remaining) {
    if (value.id !== undefined) byId.set(value.id, value);
    byKey.set(valueKey(value), value);
  }
  const added: RecordValue[] = [];
  const changed: [RecordValue, RecordValue][] = [];
  const unchanged: RecordValue[] = [];
  for (const value of after?.values ?? []) {
    const old = (value.id !== undefined && byId.get(value.id)) || byKey.get(valueKey(value));
    if (!old || !remaining.delete(old)) added.push(value);
    else if (sameRow(old, value)) unchanged.push(value);
    else changed.push([old, value]);
  }
  return { added, removed: [...remaining], changed, unchanged };
}

/** True if the change only adds values. */
export const isAddition = (change: Change): boolean => {
  const { removed, changed } = diffValues(change);
  return removed.length === 0 && changed.length === 0;
};
