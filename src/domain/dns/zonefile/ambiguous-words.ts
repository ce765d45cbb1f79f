import type { RecordType } from '../model/types.ts';
import { type Word, ZoneFileSyntaxError } from './lexer.ts';

const strings = /"(?:[^"\\]|\\.)*"/gs;
const escapes = /\\(\d{3}|.)/gs;

/** Throws `ZoneFileSyntaxError` for valid but surely unintended syntax, with what to write instead. */
export function rejectAmbiguous(known: RecordType, words: readonly Word[], line: number): void {
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
  // After quoted strings one without quotes is the next string; before them, a text that lost its quotes.
  if (known.type === 'TXT' && words.length > 1 && words[0]?.quoted === false)
    throw new ZoneFileSyntaxError(
      line,
      `Without quotes, the words of a TXT record are joined without spaces. Put the text in quotes: "${truncate(words.map(({ raw }) => raw).join(' '))}".`,
    );
}

/** `\052`: 4 by the rules of zone files, but Route 53 writes `*` so. Undefined if no escape is ambiguous. */
export function ambiguousEscape(raw: string): string | undefined {
  for (const [whole, code = ''] of raw.matchAll(escapes)) {
    const meant = code.length === 3 ? String.fromCharCode(Number(code)) : '';
    if (/[A-Za-z0-9]/.test(meant)) return `${whole} is the character ${meant} by the rules of zone files`;
  }
  return undefined;
}

export const truncate = (text: string, length = 60): string =>
  text.length > length ? `${text.slice(0, length)}…` : text;
