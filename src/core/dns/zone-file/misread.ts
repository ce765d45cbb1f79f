import type { RecordType } from '../types.ts';
import { Unreadable, type Word } from './lexer.ts';

const strings = /"(?:[^"\\]|\\.)*"/gs;
const escapes = /\\(\d{3}|.)/gs;

/** Throws `Unreadable` for what a record may say by the rules and nobody means, with what to write instead. */
export function refuseMisread(known: RecordType, words: readonly Word[], line: number): void {
  const bare = words.filter(({ quoted }) => !quoted);
  const curly = bare.find(({ raw }) => /[“”„‟]/.test(raw.replace(strings, '')));
  if (curly)
    throw new Unreadable(line, `${shortened(curly.raw)} has curly quotes; a zone file needs straight ones: "…".`);
  const cut = bare.find((word) => word.cut && !word.raw.endsWith('"'));
  if (cut && known.fields.some(({ kind }) => kind.free))
    throw new Unreadable(
      line,
      `The ; behind ${shortened(cut.raw)} makes a comment of the rest. Put the text in quotes, or a space before the ; where a comment is meant.`,
    );
  if (known.type === 'TXT' && words.length > 1 && bare.length > 0)
    throw new Unreadable(
      line,
      `Without quotes the words of a TXT record are put together without the spaces. Put the text in quotes: "${shortened(words.map(({ raw }) => raw).join(' '))}".`,
    );
}

/** `\052`: 4 by the rules of zone files, but Route 53 writes `*` so. Undefined where an escape cannot be mistaken. */
export function doubtfulEscape(raw: string): string | undefined {
  for (const [whole, code = ''] of raw.matchAll(escapes)) {
    const meant = code.length === 3 ? String.fromCharCode(Number(code)) : '';
    if (/[A-Za-z0-9]/.test(meant)) return `${whole} is the character ${meant} by the rules of zone files`;
  }
  return undefined;
}

const shortened = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text);
