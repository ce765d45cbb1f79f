import type { RecordValue } from '../record.ts';

/** What Cloudflare keeps of a record beside DNS, written as the comment of its line (docs: "DNS record attributes"). */
export type Attributes = Pick<RecordValue, 'comment' | 'tags' | 'proxied'>;

const marker = 'cf_tags=';
const item = /\s*([A-Za-z0-9_-]+)(?::("(?:[^"\\]|\\.)*"|[^,"]*))?\s*(?:,|$)/y;

/** The text after `;`: a comment, then `cf_tags=` and tags. `ignored` are settings that we do not keep. */
export function readAttributes(text: string): Attributes & { readonly ignored: readonly string[] } {
  const at = text.search(/(?<=^|\s)cf_tags=(?!.*\scf_tags=)/);
  const tags = at < 0 ? [] : splitTags(text.slice(at + marker.length));
  // Without a readable list it is a comment that happens to hold the word.
  const comment = (tags === undefined || at < 0 ? text : text.slice(0, at)).trim();
  const proxied = tags?.findLast(([name]) => name === 'cf-proxied')?.[1];
  const own = (tags ?? []).filter(([name]) => !name.startsWith('cf-'));
  return {
    ...(comment ? { comment } : {}),
    ...(own.length > 0 ? { tags: own.map(([name, value]) => `${name}:${value}`) } : {}),
    ...(proxied === undefined ? {} : { proxied: proxied !== 'false' }),
    ignored: (tags ?? []).map(([name]) => name).filter((name) => name.startsWith('cf-') && name !== 'cf-proxied'),
  };
}

function splitTags(text: string): [name: string, value: string][] | undefined {
  const tags: [string, string][] = [];
  item.lastIndex = 0;
  while (item.lastIndex < text.length && text.slice(item.lastIndex).trim() !== '') {
    const match = item.exec(text);
    if (!match) return undefined;
    tags.push([(match[1] ?? '').toLowerCase(), tagValue(match[2] ?? '')]);
  }
  return tags;
}

function tagValue(text: string): string {
  if (!text.startsWith('"')) return text.trim();
  try {
    return String(JSON.parse(text));
  } catch {
    return text.slice(1, -1);
  }
}

/** ` ; comment cf_tags=…` as Cloudflare exports it; empty when there is nothing to say. */
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
