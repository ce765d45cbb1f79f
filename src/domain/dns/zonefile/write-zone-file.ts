import { replaceHidden } from '../../../lib/text.ts';
import { isName } from '../model/name.ts';
import { presentation } from '../model/presentation.ts';
import type { RecordSet, RecordValue } from '../model/record.ts';
import { encodeTxt } from '../model/txt.ts';
import { part, recordType } from '../model/types.ts';

/**
 * A zone as a BIND file, with comments, tags and proxy settings as Cloudflare writes them. Unknown types
 * are exported as comments, so that nothing is dropped silently.
 */
export function formatZoneFile(zone: string, sets: readonly RecordSet[]): string {
  const types = [...new Set(sets.map((set) => set.type))].sort();
  const sections = types.map((type) => {
    const lines = sets
      .filter((set) => set.type === type)
      .flatMap((set) => set.values.map((value) => recordLine(set, value)));
    return [`;; ${type} records`, ...lines].join('\n');
  });
  return `${[`$ORIGIN ${zone}.`, ...sections].join('\n\n')}\n`;
}

function recordLine({ name, type }: RecordSet, value: RecordValue): string {
  const data = rdata(type, value);
  if (data === undefined)
    return `; not exported: ${name}. ${type} ${presentation(type, value).replace(/[\r\n]/g, ' ')}`;
  return `${name}.\t${value.ttl}\tIN\t${type}\t${data}${writeAttributes(value)}`;
}

/** A character that nobody can see, as RFC 1035 writes it: it survives editors, and can be read. */
const inBytes = (character: string): string =>
  [...Buffer.from(character)].map((byte) => `\\${String(byte).padStart(3, '0')}`).join('');

/** The value in zone file format: names end in a dot, TXT is quoted. */
function rdata(type: string, value: RecordValue): string | undefined {
  const known = recordType(type);
  if (!known) return undefined;
  if (type === 'TXT') return replaceHidden(encodeTxt(value.content ?? ''), inBytes);
  const parts = known.fields.map((field) => {
    const raw = part(value, field) ?? field.defaultValue ?? '';
    if (field.type.host) return raw === '.' ? '.' : isName(String(raw)) ? `${raw}.` : undefined;
    return field.type.format?.(raw) ?? String(raw);
  });
  return parts.includes(undefined) ? undefined : parts.join(' ').trimEnd();
}

/** Cloudflare's record attributes, written as the comment of a line (docs: "DNS record attributes"). */
type Attributes = Pick<RecordValue, 'comment' | 'tags' | 'proxied'>;

const marker = 'cf_tags=';
const marks = /(?<=^|\s)cf_tags=/g;
/** A bare value ends before the next mark, which keeps matching linear. */
const item = /\s*([A-Za-z0-9_-]+)(?::("(?:[^"\\]|\\.)*")\s*|:((?:(?!\scf_tags=)[^,"])*)|\s*)(?:,|$)/sy;

/** The text after `;`: a comment, then `cf_tags=` and tags. `ignored` are unsupported settings. */
export function readAttributes(text: string): Attributes & { readonly ignored: readonly string[] } {
  const { comment, tags } = divided(text.trim());
  const proxied = tags.findLast(([name]) => name === 'cf-proxied')?.[1];
  const own = tags.filter(([name]) => !name.startsWith('cf-'));
  return {
    ...(comment ? { comment } : {}),
    ...(own.length > 0 ? { tags: own.map(([name, value]) => `${name}:${value}`) } : {}),
    ...(proxied === undefined ? {} : { proxied: proxied !== 'false' }),
    ignored: tags.map(([name]) => name).filter((name) => name.startsWith('cf-') && name !== 'cf-proxied'),
  };
}

type Tag = readonly [name: string, value: string];

/** The last mark with a readable list behind it; a mark in the quotes of a tag has none. Without one it is a comment. */
function divided(text: string): { comment: string; tags: readonly Tag[] } {
  for (const { index } of [...text.matchAll(marks)].reverse()) {
    const tags = splitTags(text.slice(index + marker.length));
    if (tags) return { comment: text.slice(0, index).trim(), tags };
  }
  return { comment: text, tags: [] };
}

function splitTags(text: string): Tag[] | undefined {
  const tags: Tag[] = [];
  item.lastIndex = 0;
  while (item.lastIndex < text.length) {
    const match = item.exec(text);
    if (!match) return undefined;
    const [, name = '', quoted, bare = ''] = match;
    tags.push([name.toLowerCase(), quoted === undefined ? bare.trim() : unquoted(quoted)]);
  }
  return tags;
}

function unquoted(text: string): string {
  try {
    return String(JSON.parse(text));
  } catch {
    return text.slice(1, -1);
  }
}

/** ` ; comment cf_tags=…` as Cloudflare exports it; empty if there are no attributes. */
export function writeAttributes({ comment = '', tags = [], proxied }: Attributes): string {
  const list = [...tags.map(writeTag), ...(proxied === undefined ? [] : [`cf-proxied:${proxied}`])];
  // A comment that holds the marker itself needs another one after it.
  const needed = list.length > 0 || comment.includes(marker);
  const parts = [...(comment ? [comment] : []), ...(needed ? [`${marker}${list.join(',')}`] : [])];
  return parts.length > 0 ? ` ; ${parts.join(' ')}` : '';
}

function writeTag(tag: string): string {
  const at = tag.indexOf(':');
  const [name, value] = at < 0 ? [tag, ''] : [tag.slice(0, at), tag.slice(at + 1)];
  return `${name}:${/["=,\\]|^\s|\s$/.test(value) ? JSON.stringify(value) : value}`;
}
