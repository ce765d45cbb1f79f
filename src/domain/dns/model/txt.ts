/**
 * A TXT record's meaning is the bytes of all its strings together, read as UTF-8. A byte that is not UTF-8 becomes a
 * lone surrogate U+DC80…U+DCFF (Python's surrogateescape), so every record round-trips through our model.
 */
const utf8 = new TextEncoder();
/** Quoted strings without an escape: a fast path for nearly all records. */
const simple = /^"[^"\\]*"(?:[ \t]+"[^"\\]*")*$/;
const between = /"[ \t]+"/g;
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Decodes provider or zone file content. Unquoted content is returned as it is. */
export function decodeTxt(content: string): string {
  const text = content.trim();
  if (simple.test(text)) return text.slice(1, -1).replace(between, '');
  const strings = text.startsWith('"') ? quotedStrings(text) : undefined;
  return strings ? fromBytes(strings.flat()) : text;
}

/** Whether a string may be the next part of the text before, and is no text of its own: those begin with `v=…` or a name and `=`. */
export function isContinued(text: string, next: string): boolean {
  if (/^\s*v=[a-z]+\d/i.test(next)) return false;
  // Tags stand in any part of a list such as `v=DKIM1; k=rsa; p=…`.
  const isTagList = /^\s*(?:v=(?!spf1)|[a-z]{1,4}=[^;]*;)/i.test(text);
  return isTagList || !/^\s*(?!redirect=|exp=)[a-z0-9][\w.-]*=[^=\s]/i.test(next);
}

/** Encodes as quoted strings of at most 255 bytes each, never split inside a character. */
export function encodeTxt(text: string): string {
  // Nearly every text: a character is a byte and stands for itself.
  if (/^[ !#-[\]-~]+$/.test(text)) return (text.match(/.{1,255}/g) ?? []).map((part) => `"${part}"`).join(' ');
  const strings: string[] = [];
  let current = '';
  let size = 0;
  for (const character of text) {
    const bytes = toBytes(character);
    if (size + bytes.length > 255) {
      strings.push(current);
      current = '';
      size = 0;
    }
    current += escaped(character, bytes);
    size += bytes.length;
  }
  return [...strings, current].map((part) => `"${part}"`).join(' ');
}

/** The text as one quoted string of any length, as in values that are no TXT. */
export const quoted = (text: string): string =>
  `"${[...text].map((character) => escaped(character, toBytes(character))).join('')}"`;

/** Bytes on the wire, the length bytes of the strings not counted. */
export const txtSize = (text: string): number => (text.isWellFormed() ? Buffer.byteLength(text) : toBytes(text).length);

/** The strings of `"a" "b"` as bytes; undefined when the text is not made of quoted strings. */
function quotedStrings(text: string): number[][] | undefined {
  const strings: number[][] = [];
  let index = 0;
  while (index < text.length) {
    if (text[index] !== '"') return undefined;
    const bytes: number[] = [];
    index += 1;
    while (text[index] !== '"') {
      const [read, length] = oneCharacter(text, index);
      if (length === 0) return undefined;
      bytes.push(...read);
      index += length;
    }
    strings.push(bytes);
    index += 1;
    while (text[index] === ' ' || text[index] === '\t') index += 1;
  }
  return strings;
}

/** A character or escape (RFC 1035 §5.1) at the index, as bytes, and how much of the text it takes; 0 at the end. */
function oneCharacter(text: string, index: number): [bytes: readonly number[], length: number] {
  if (text[index] === '\\') {
    const decimal = /^[0-2]\d\d/.exec(text.slice(index + 1, index + 4))?.[0];
    if (decimal !== undefined && Number(decimal) <= 255) return [[Number(decimal)], 4];
    const [bytes, length] = plain(text, index + 1);
    return [bytes, length && length + 1];
  }
  return plain(text, index);
}

function plain(text: string, index: number): [bytes: readonly number[], length: number] {
  const point = text.codePointAt(index);
  if (point === undefined) return [[], 0];
  const character = String.fromCodePoint(point);
  return [toBytes(character), character.length];
}

function escaped(character: string, bytes: readonly number[]): string {
  if (character === '"' || character === '\\') return `\\${character}`;
  const printable = character >= ' ' && character !== '\x7f' && character.isWellFormed();
  return printable ? character : bytes.map((byte) => `\\${String(byte).padStart(3, '0')}`).join('');
}

function toBytes(text: string): number[] {
  if (text.isWellFormed()) return [...utf8.encode(text)];
  return [...text].flatMap((character) => {
    const code = character.charCodeAt(0);
    return character.length === 1 && code >= 0xdc80 && code <= 0xdcff ? [code - 0xdc00] : [...utf8.encode(character)];
  });
}

function fromBytes(bytes: readonly number[]): string {
  if (bytes.every((byte) => byte < 0x80)) return bytes.map((byte) => String.fromCharCode(byte)).join('');
  let text = '';
  let index = 0;
  while (index < bytes.length) {
    const first = bytes[index] ?? 0;
    const length = first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
    const character = length > 0 ? tryDecode(bytes.slice(index, index + length)) : undefined;
    text += character ?? String.fromCharCode(0xdc00 + first);
    index += character === undefined ? 1 : length;
  }
  return text;
}

function tryDecode(bytes: readonly number[]): string | undefined {
  try {
    return strict.decode(Uint8Array.from(bytes));
  } catch {
    return undefined;
  }
}
