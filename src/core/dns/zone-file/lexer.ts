import type { Token } from '../presentation.ts';
import { decodeTxt } from '../txt.ts';

export interface Word extends Token {
  /** A `;` stands right behind it: what is a comment now may have been meant as a part of it. */
  readonly cut?: true;
}

/** One entry of a zone file: a record or directive, over one line or several in parentheses. */
export interface Entry {
  /** Where it begins, counted from 1. */
  readonly line: number;
  readonly tokens: readonly Word[];
  /** The first field is left out: the owner is that of the entry before. */
  readonly continues: boolean;
  /** What follows `;` on the line on which the entry ends. */
  readonly comment: string;
}

/** What cannot be read, and where. */
export class Unreadable extends Error {
  readonly line: number;
  constructor(line: number, problem: string) {
    super(problem);
    this.line = line;
  }
}

/** The entries of a zone file (RFC 1035 §5.1). Throws `Unreadable` for quotes and parentheses that do not end. */
export function* entries(text: string): Generator<Entry> {
  let tokens: Word[] = [];
  let line = 0;
  let begun = 0;
  let depth = 0;
  let continues = false;
  for (const raw of text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/)) {
    line += 1;
    if (tokens.length === 0 && depth === 0) {
      begun = line;
      continues = /^\s/.test(raw);
    }
    const { pieces, comment } = piecesOf(raw, line);
    for (const piece of pieces) {
      if (piece === '(') depth += 1;
      else if (piece !== ')') tokens.push(piece);
      else if (--depth < 0) throw new Unreadable(line, 'A closing parenthesis has no opening one.');
    }
    if (depth > 0 || tokens.length === 0) continue;
    yield { line: begun, tokens, continues, comment };
    tokens = [];
  }
  if (depth > 0) throw new Unreadable(begun, 'An opening parenthesis is never closed.');
}

/** Words, quoted strings and parentheses of one line, and the text after `;`. Every character is looked at once. */
function piecesOf(line: string, number: number): { pieces: (Word | '(' | ')')[]; comment: string } {
  const pieces: (Word | '(' | ')')[] = [];
  const piece = /\s*(?:($)|([()])|(;.*)|("(?:[^"\\]|\\.)*")|((?:[^\s"();\\]|\\.|"(?:[^"\\]|\\.)*")+))/sy;
  for (;;) {
    const at = piece.lastIndex;
    const match = piece.exec(line);
    if (!match)
      throw new Unreadable(
        number,
        `A quote is not closed: ${line
          .slice(at, at + 200)
          .trim()
          .slice(0, 40)}`,
      );
    const [whole, end, parenthesis, comment, quoted, word] = match;
    if (end !== undefined) return { pieces, comment: '' };
    if (comment !== undefined) {
      const last = pieces.at(-1);
      if (whole.startsWith(';') && typeof last === 'object') pieces.splice(-1, 1, { ...last, cut: true });
      return { pieces, comment: comment.slice(1) };
    }
    pieces.push(parenthesis === '(' || parenthesis === ')' ? parenthesis : toWord(quoted ?? word ?? ''));
  }
}

function toWord(raw: string): Word {
  const quoted = raw.startsWith('"');
  // An escaped dot is part of a label, which no name of ours can hold: it must not turn into a separator.
  const escaped = !quoted && raw.includes('\\') && !raw.includes('"') && !raw.includes('\\.');
  return { raw, quoted, text: quoted ? decodeTxt(raw) : escaped ? decodeTxt(`"${raw}"`) : raw };
}
