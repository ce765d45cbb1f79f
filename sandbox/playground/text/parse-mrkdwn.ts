/** A piece of Slack's mrkdwn. */
export type Piece =
  | { readonly kind: 'text' | 'code'; readonly text: string }
  | { readonly kind: 'break' }
  | { readonly kind: 'bold' | 'italic' | 'strike' | 'quote'; readonly pieces: readonly Piece[] }
  | { readonly kind: 'pre'; readonly text: string }
  | { readonly kind: 'emoji'; readonly name: string }
  | { readonly kind: 'link'; readonly url: string; readonly label: string }
  | { readonly kind: 'user' | 'channel' | 'usergroup'; readonly id: string; readonly label?: string }
  | { readonly kind: 'broadcast'; readonly range: string }
  | { readonly kind: 'date'; readonly at: number; readonly format: string; readonly fallback: string };

const entities: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };
export const readable = (text: string): string =>
  text.replace(/&(amp|lt|gt);/g, (entity) => entities[entity] ?? entity);

const styled = (mark: string) =>
  `(?<![\\p{L}\\p{N}${mark}])[${mark}](?![\\s${mark}])(?:[^${mark}\\n]|\`[^\`\\n]*\`)*?(?<![\\s${mark}])[${mark}](?![\\p{L}\\p{N}${mark}])`;
const inline = new RegExp(
  ['`[^`\\n]+`', '<[^<>\\n]+>', styled('*'), styled('_'), styled('~'), ':[0-9_]*[a-z+-][a-z0-9_+-]*:', '\\n'].join('|'),
  'gu',
);
const styles: Readonly<Record<string, 'bold' | 'italic' | 'strike'>> = { '*': 'bold', _: 'italic', '~': 'strike' };

function date(body: string, fallback: string): Piece {
  const [, seconds = '0', format = ''] = body.split('^');
  return { kind: 'date', at: Number(seconds) * 1000, format, fallback };
}

/** What stands between `<` and `>`. */
function angled(inner: string): Piece {
  const bar = inner.indexOf('|');
  const body = bar < 0 ? inner : inner.slice(0, bar);
  const label = bar < 0 ? undefined : readable(inner.slice(bar + 1));
  const labelled = label === undefined ? {} : { label };
  if (body.startsWith('@')) return { kind: 'user', id: body.slice(1), ...labelled };
  if (body.startsWith('#')) return { kind: 'channel', id: body.slice(1), ...labelled };
  if (body.startsWith('!subteam^')) return { kind: 'usergroup', id: body.slice(9), ...labelled };
  if (body.startsWith('!date^')) return date(body, label ?? '');
  if (body.startsWith('!')) return { kind: 'broadcast', range: body.slice(1) };
  const url = readable(body);
  return { kind: 'link', url, label: label ?? url.replace(/^mailto:/, '') };
}

function piece(token: string): Piece {
  const first = token.charAt(0);
  const inner = token.slice(1, -1);
  if (token === '\n') return { kind: 'break' };
  if (first === '`') return { kind: 'code', text: readable(inner) };
  if (first === '<') return angled(inner);
  if (first === ':') return { kind: 'emoji', name: inner };
  return { kind: styles[first] ?? 'bold', pieces: parseInline(inner) };
}

function parseInline(text: string): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  const plain = (to: number) => {
    if (to > from) pieces.push({ kind: 'text', text: readable(text.slice(from, to)) });
  };
  for (const match of text.matchAll(inline)) {
    plain(match.index);
    pieces.push(piece(match[0]));
    from = match.index + match[0].length;
  }
  plain(text.length);
  return pieces;
}

/** Lines that begin with `>` become one quote. */
function parseLines(text: string): Piece[] {
  const pieces: Piece[] = [];
  for (const part of text.split(/((?:^(?:&gt;|>) ?.*(?:\n|$))+)/m)) {
    if (part === '') continue;
    if (/^(&gt;|>)/.test(part)) {
      const quoted = part.replace(/\n$/, '').replace(/^(?:&gt;|>) ?/gm, '');
      pieces.push({ kind: 'quote', pieces: parseInline(quoted) });
    } else pieces.push(...parseInline(part));
  }
  return pieces;
}

/** Slack's mrkdwn as a tree; what is no markup stays text. */
export function parseMrkdwn(text: string): Piece[] {
  return text.split(/```\n?([\s\S]+?)\n?```/).flatMap((part, index): Piece[] => {
    if (index % 2 === 1) return [{ kind: 'pre', text: readable(part) }];
    const rest = index > 0 ? part.replace(/^\n/, '') : part;
    return rest === '' ? [] : parseLines(rest);
  });
}
