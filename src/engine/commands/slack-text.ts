import { AppError } from '../../lib/errors.ts';
import { readText } from '../../lib/text.ts';

/** A person, channel or usergroup that Slack put into a text in the place of a name. */
interface Mention {
  readonly id: string;
  /** `@ana`, `#ops`; as Slack writes it where no name came along, for whoever can look it up. */
  readonly name: string;
}

/** Slack's text as the person typed it. Mentions stand as placeholders, because some arguments want the id, others the name. */
interface SlackText {
  readonly text: string;
  /** The text with ids in the place of its placeholders, such as U1. */
  withIds(text: string): string;
  /** The text with names in the place of its placeholders. */
  withNames(text: string): string;
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>' };
const decoded = (text: string) => text.replace(/&(amp|lt|gt);/g, (_, name: string) => entities[name] ?? '');

const digits = (text: string) => text.replace(/[^\d+]/g, '');

/** Two spellings of one address: `ACME.com` and `http://acme.com/`, `+1 555` and `tel:+1555`. */
function isSame(url: string, other: string): boolean {
  if (/^tel:/i.test(url)) return digits(url) === digits(other);
  return URL.canParse(url) && URL.canParse(other) && new URL(url).href === new URL(other).href;
}

/**
 * What was typed before Slack made a link of it. Without a label that is the target, scheme and all. A label that says
 * something else is not trusted: then it is the target too, but for the scheme of an address, which nobody typed.
 */
function typedForm(target: string, label: string): string {
  if (label === '') return target;
  const scheme = /^[a-z][a-z+.-]*:(\/\/)?/i.exec(target)?.[0] ?? '';
  const full = label.toLowerCase().startsWith(scheme.toLowerCase()) ? label : `${scheme}${label}`;
  return isSame(target, full) ? label : target.replace(/^mailto:/i, '');
}

function mentionOf(target: string, label: string): Mention | undefined {
  const marks = { '@': '@', '#': '#', '!subteam^': '@' } as const;
  for (const [start, mark] of Object.entries(marks))
    if (target.startsWith(start)) {
      const name = label.replace(/^[@#]/, '');
      const id = target.slice(start.length);
      return { id, name: name ? `${mark}${name}` : `<${start}${id}>` };
    }
  return undefined;
}

/** `@here` of `<!here>` and `<!here|here>`; a date is what its label says. */
const special = (target: string, label: string): string => {
  const name = target.slice(1).split('^', 1)[0] ?? '';
  return label && label.replace(/^@/, '') !== name ? label : `@${name}`;
};

// Noncharacters, which no text holds.
const placeholder = /\ufdd0(\d+)\ufdd1/g;

/** Undoes what Slack did to a text: its links, mentions and escapes. */
function readSlackText(escaped: string): SlackText {
  const mentions: Mention[] = [];
  const text = escaped
    .replace(/[\ufdd0\ufdd1]/g, '')
    .replace(/<([^<>]*)>|&(?:amp|lt|gt);/g, (whole, inside: string | undefined) => {
      if (inside === undefined) return decoded(whole);
      const bar = inside.indexOf('|');
      const target = decoded(bar < 0 ? inside : inside.slice(0, bar));
      const label = bar < 0 ? '' : decoded(inside.slice(bar + 1));
      const mention = mentionOf(target, label);
      if (mention) return `\ufdd0${mentions.push(mention) - 1}\ufdd1`;
      return target.startsWith('!') ? special(target, label) : typedForm(target, label);
    });
  const filled = (part: string, key: keyof Mention) =>
    part.replace(placeholder, (_, index: string) => mentions[Number(index)]?.[key] ?? '');
  return { text, withIds: (part) => filled(part, 'id'), withNames: (part) => filled(part, 'name') };
}

export interface Token {
  /** With the ids of people and channels: U1, C1. */
  readonly text: string;
  /** With their names: @ana, #ops. */
  readonly named: string;
  /** Begins with an unquoted `--` and a letter; the text after it may be `name=value`. */
  readonly flag: boolean;
  /** It was one quoted string, whole. */
  readonly quoted: boolean;
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

/** What a message of Slack holds; whoever sends more did not type it. */
const MAX_LINE = 12_000;

/**
 * The words of a slash command. Quotes group, also curly ones, and keep lines and tabs of a pasted table apart; a single quote inside a word is an apostrophe.
 * Throws AppError `bad_input` for a quote that is never closed, and for more text than a command holds.
 */
export function tokenize(escaped: string): Token[] {
  const slack = readSlackText(escaped);
  const text = readText(slack.text);
  if (text.length > MAX_LINE)
    throw new AppError('bad_input', `A command holds ${MAX_LINE} characters, and this one has ${text.length}.`, {
      hint: 'Nothing was done. Type the command without its long value: it opens a form, where more can be attached as a file.',
    });
  const tokens: Token[] = [];
  let word = '';
  let inWord = false;
  let quotedStart = false;
  let quotedEnd = false;
  const end = () => {
    const dashed = word.replace(/^-*[—–]+-*(?=\p{L})/u, '--');
    const flag = inWord && !quotedStart && /^--\p{L}/u.test(dashed);
    const typed = flag ? dashed : word;
    if (inWord)
      tokens.push({
        text: slack.withIds(typed),
        named: slack.withNames(typed),
        flag,
        quoted: quotedStart && quotedEnd,
      });
    word = '';
    inWord = false;
    quotedStart = false;
    quotedEnd = false;
  };
  for (let at = 0; at < text.length; at++) {
    const char = text[at] ?? '';
    const opens = doubles.includes(char) || (singles.includes(char) && (!inWord || '=,:'.includes(text[at - 1] ?? '')));
    if (/\s/.test(char)) end();
    else if (opens) {
      quotedEnd = !inWord;
      quotedStart ||= !inWord;
      inWord = true;
      const last = closing(text, at);
      word += withoutEscapes(text.slice(at + 1, last));
      at = last;
    } else if (char === '\\' && (doubles + singles).includes(text[at + 1] ?? ' ')) {
      inWord = true;
      quotedEnd = false;
      word += text[++at];
    } else {
      inWord = true;
      quotedEnd = false;
      word += char;
    }
  }
  end();
  return tokens;
}
