import { problems } from './cloudflare-envelope.ts';

const longest = 255;
const bytes = (text: string) => Buffer.byteLength(text);
const quoted = (text: string) => `"${text.replace(/[\\"]/g, '\\$&')}"`;

/** The character-strings of quoted content, or undefined when it is not well-formed. */
function strings(content: string): string[] | undefined {
  const parts: string[] = [];
  let rest = content;
  while (rest !== '') {
    const match = /^"((?:[^"\\]|\\.)*)"\s*/s.exec(rest);
    if (!match) return;
    parts.push((match[1] ?? '').replace(/\\(\d{3}|.)/gs, (_, code: string) => unescaped(code)));
    rest = rest.slice(match[0].length);
  }
  return parts;
}

const unescaped = (code: string) => (/^\d{3}$/.test(code) ? String.fromCharCode(Number(code)) : code);

/** Pieces of at most 255 bytes that keep characters whole. */
function pieces(text: string): string[] {
  const parts = [''];
  for (const character of text) {
    const last = parts[parts.length - 1] ?? '';
    if (bytes(last) + bytes(character) > longest) parts.push(character);
    else parts[parts.length - 1] = last + character;
  }
  return parts;
}

const isQuoted = (content: string) => content.startsWith('"') && content.endsWith('"') && content.length > 1;

/** The text itself, however it was quoted. */
export const meaning = (content: string): string =>
  isQuoted(content) ? (strings(content)?.join('') ?? content) : content;

/** What Cloudflare returns: unquoted if it came so and fits, otherwise quoted in strings of at most 255 bytes. */
export function storedTxt(input: unknown): string {
  if (typeof input !== 'string') throw problems.validation('content is required for TXT records.');
  const content = input.trim();
  const given = isQuoted(content) ? strings(content) : undefined;
  if (isQuoted(content) && !given) throw problems.validation('TXT content has unbalanced quotes.');
  const text = given?.join('') ?? content;
  if (text === '') throw problems.validation('TXT content must not be empty.');
  const parts = given?.flatMap(pieces) ?? pieces(text);
  if (parts.reduce((sum, part) => sum + bytes(part) + 1, 0) > 4096)
    throw problems.validation('TXT content must be at most 4096 bytes.');
  return given || parts.length > 1 ? parts.map(quoted).join(' ') : content;
}
