import { type Token, toToken } from '../model/presentation.ts';
import { maxTtl, minTtl } from '../plan/desired.ts';

export interface Word extends Token {
  /** Directly followed by `;`: the comment may have been meant as part of the word. */
  readonly cut?: true;
}

/** One entry of a zone file: a record or directive, over one line or several in parentheses. */
export interface Entry {
  /** Where it begins, counted from 1. */
  readonly line: number;
  readonly tokens: readonly Word[];
  /** The owner is omitted and inherited from the previous entry. */
  readonly continues: boolean;
  /** What follows `;` on the line on which the entry ends. */
  readonly comment: string;
}

/** A syntax error and its line. */
export class ZoneFileSyntaxError extends Error {
  readonly line: number;
  constructor(line: number, problem: string) {
    super(problem);
    this.line = line;
  }
}

/** 65,535 bytes (RFC 1035 §3.2.1), each of them escaped, and the words before them. */
const longestEntry = 300_000;

/** Before anything else is done with it. */
export function assertLength(length: number, line: number): void {
  if (length > longestEntry)
    throw new ZoneFileSyntaxError(line, 'this is longer than any record can be: one holds 65,535 bytes');
}

/** The entries of a zone file (RFC 1035 §5.1). Throws `ZoneFileSyntaxError` for quotes and parentheses that do not end. */
export function* entries(text: string): Generator<Entry> {
  let tokens: Word[] = [];
  let line = 0;
  let startLine = 0;
  let depth = 0;
  let continues = false;
  for (const raw of text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/)) {
    line += 1;
    assertLength(raw.length, line);
    if (tokens.length === 0 && depth === 0) {
      startLine = line;
      continues = /^\s/.test(raw);
    }
    const { pieces, comment } = piecesOf(raw, line);
    for (const piece of pieces) {
      if (piece === '(') depth += 1;
      else if (piece !== ')') tokens.push(piece);
      else if (--depth < 0) throw new ZoneFileSyntaxError(line, 'A closing parenthesis has no opening one.');
    }
    if (depth > 0 || tokens.length === 0) continue;
    yield { line: startLine, tokens, continues, comment };
    tokens = [];
  }
  if (depth > 0) throw new ZoneFileSyntaxError(startLine, 'An opening parenthesis is never closed.');
}

/** Words, quoted strings and parentheses of one line, and the text after `;`. Linear in the length of the line. */
function piecesOf(line: string, number: number): { pieces: (Word | '(' | ')')[]; comment: string } {
  const pieces: (Word | '(' | ')')[] = [];
  const piece = /\s*(?:($)|([()])|(;.*)|("(?:[^"\\]|\\.)*")|((?:[^\s"();\\]|\\.|"(?:[^"\\]|\\.)*")+))/sy;
  for (;;) {
    const at = piece.lastIndex;
    const match = piece.exec(line);
    if (!match)
      throw new ZoneFileSyntaxError(
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
    pieces.push(parenthesis === '(' || parenthesis === ')' ? parenthesis : toToken(quoted ?? word ?? ''));
  }
}

/** No zone takes less; from here to `leastTtl` only some do. */
const minEnterpriseTtl = 30;

/** `3600`, `1h`, `1d12h` in seconds; undefined if invalid. */
export function seconds(typed: string): number | undefined {
  const word = typed.toUpperCase();
  if (!/^(?=\d)(?:\d+[SMHDW])*\d*$/.test(word)) return undefined;
  const units: Record<string, number> = { S: 1, M: 60, H: 3600, D: 86_400, W: 604_800 };
  return [...word.matchAll(/(\d+)([SMHDW]?)/g)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * (units[unit ?? ''] ?? 1),
    0,
  );
}

/** The TTL as it will be used, with a warning if it differs from the file. */
export function effectiveTtl(ttl: number): { ttl: number; warning?: string } {
  if (ttl === 1 || (ttl >= minTtl && ttl <= maxTtl)) return { ttl };
  if (ttl >= minEnterpriseTtl && ttl < minTtl)
    return { ttl, warning: `a TTL of ${ttl} becomes ${minTtl}, except where the record already has it` };
  const clamped = ttl < minTtl ? minTtl : maxTtl;
  return { ttl: clamped, warning: `a TTL of ${ttl} becomes ${clamped}, the nearest that Cloudflare allows` };
}
