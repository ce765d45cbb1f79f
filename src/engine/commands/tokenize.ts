import { AppError } from '../../lib/errors.ts';
import { readText } from '../../lib/visible-text.ts';
import { readSlackText } from './slack-text.ts';

export interface Token {
  /** With the ids of people and channels: U1, C1. */
  readonly text: string;
  /** With their names: @ana, #ops. */
  readonly named: string;
  /** Begins with an unquoted `--` and a letter; the text after it may be `name=value`. */
  readonly flag: boolean;
}

const doubles = '"“”„‟';
const singles = "'‘’‚‛";

/** Where the quote opened at `start` ends. A straight quote ends at a straight one if there is any, else at a curly one. */
function closing(text: string, start: number): number {
  const opener = text[start] ?? '';
  const family = doubles.includes(opener) ? doubles : singles;
  const find = (closers: string) => {
    for (let at = start + 1; at < text.length; at++) {
      if (text[at] === '\\') at++;
      else if (closers.includes(text[at] ?? '')) return at;
    }
    return -1;
  };
  const straight = opener === family[0] ? find(opener) : -1;
  const end = straight >= 0 ? straight : find(family);
  if (end >= 0) return end;
  throw new AppError('bad_input', 'A quote is not closed.', {
    hint: 'Close it, or put a backslash before it if it is part of the text.',
  });
}

const withoutEscapes = (text: string) => text.replace(/\\(["\\“”„‟'‘’‚‛])/g, '$1');

/**
 * The words of a slash command. Quotes group, also curly ones, and keep lines and tabs of a pasted table apart; a single quote inside a word is an apostrophe.
 * Throws AppError `bad_input` for a quote that is never closed.
 */
export function tokenize(escaped: string): Token[] {
  const slack = readSlackText(escaped);
  const text = readText(slack.text);
  const tokens: Token[] = [];
  let word = '';
  let inWord = false;
  let quotedStart = false;
  const end = () => {
    const dashed = word.replace(/^-*[—–]+-*(?=\p{L})/u, '--');
    const flag = inWord && !quotedStart && /^--\p{L}/u.test(dashed);
    const typed = flag ? dashed : word;
    if (inWord) tokens.push({ text: slack.withIds(typed), named: slack.withNames(typed), flag });
    word = '';
    inWord = false;
    quotedStart = false;
  };
  for (let at = 0; at < text.length; at++) {
    const char = text[at] ?? '';
    const opens = doubles.includes(char) || (singles.includes(char) && (!inWord || /[=,:]$/.test(word)));
    if (/\s/.test(char)) end();
    else if (opens) {
      quotedStart ||= !inWord;
      inWord = true;
      const last = closing(text, at);
      word += withoutEscapes(text.slice(at + 1, last));
      at = last;
    } else if (char === '\\' && (doubles + singles).includes(text[at + 1] ?? ' ')) {
      inWord = true;
      word += text[++at];
    } else {
      inWord = true;
      word += char;
    }
  }
  end();
  return tokens;
}
