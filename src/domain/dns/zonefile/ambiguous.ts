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
      `The ; behind ${truncate(cut.raw)} makes a comment of the rest. Put the text in quotes, or a space before the ; where a comment is meant.`,
    );
  if (known.type === 'TXT' && words.length > 1 && bare.length > 0)
    throw new ZoneFileSyntaxError(
      line,
      `Without quotes the words of a TXT record are put together without the spaces. Put the text in quotes: "${truncate(words.map(({ raw }) => raw).join(' '))}".`,
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

const truncate = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text);
