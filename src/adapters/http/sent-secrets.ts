import { mapTexts } from '../../lib/json.ts';
import { SECRET_MASK, secretsIn } from '../../lib/secret.ts';

/**
 * The value with `[secret]` wherever a text in it, or the name of a field, quotes something that was sent in secret. `json`
 * is what it was parsed from, which is looked at first: few answers quote anything.
 */
export type Clean = <T>(value: T, json?: Buffer) => T;

/** What was sent in secret, and is to be found in nothing that is told, logged or kept. */
export interface SentSecrets {
  /** For the answer to a call that sends this: values of secret fields, however deep, and logins in addresses. */
  sending(...values: readonly unknown[]): Clean;
  /** For what an API says without being asked. */
  readonly clean: Clean;
}

interface Options {
  /** Sent with every call. */
  readonly always: readonly string[];
  /** Milliseconds on a clock that never goes back. */
  readonly elapsed: () => number;
}

/** An API may quote what it was sent in the answer to a later call, of a failed export for example, or in an event. */
const REMEMBERED_MS = 3_600_000;
const MOST_REMEMBERED = 50;
/** A run of so many characters of a secret is part of it; a shorter one may be a word. */
const RUN = 8;
/** Shorter secrets cannot be told from words. */
const SHORTEST = 4;
/** Keys of the services around, whoever sent them. */
const wellKnown = /\b(?:cf(?:k|ut|at|oat)_[A-Za-z0-9_-]+|xox[a-z]-[A-Za-z0-9-]{10,})/g;

/** JSON without any of these holds no escaped letter and no such key. */
const hints = ['\\u', '\\U', 'cfk_', 'cfut_', 'cfat_', 'cfoat_', 'xox'];

export function createSentSecrets({ always, elapsed }: Options): SentSecrets {
  const keys = createFinder(always, false);
  /** By when they were sent last. */
  const recent = new Map<string, number>();
  let remembered = createFinder([], true);

  function remember(secrets: readonly string[]): void {
    for (const secret of secrets.filter(isNoWord)) {
      recent.delete(secret);
      recent.set(secret, elapsed());
    }
    const old = [...recent].filter(
      ([, at], index) => at < elapsed() - REMEMBERED_MS || index < recent.size - MOST_REMEMBERED,
    );
    for (const [secret] of old) recent.delete(secret);
    if (secrets.length + old.length > 0) remembered = createFinder([...recent.keys()], true);
  }

  const cleanBy =
    (...own: readonly Finder[]): Clean =>
    (value, json) => {
      remember([]);
      const finders = [...own, keys, remembered];
      const mayQuote =
        json === undefined ||
        hints.some((hint) => json.includes(hint)) ||
        finders.some((finder) => finder.suspects(json));
      const mask = (text: string) =>
        finders.reduce((rest, finder) => finder.mask(rest), text).replace(wellKnown, SECRET_MASK);
      // Safe because only texts change, and they stay texts.
      return mayQuote ? (mapTexts(value, mask) as typeof value) : value;
    };

  return {
    sending(...values) {
      const secrets = secretsIn(values);
      if (secrets.length === 0) return cleanBy();
      remember(secrets);
      return cleanBy(createFinder(secrets, false));
    },
    clean: cleanBy(),
  };
}

/** A name that LiteMail lists anyway is not to vanish from its lists because somebody has it as a password. */
const isNoWord = (secret: string): boolean =>
  secret.length >= RUN && /[^a-z]/.test(secret) && !/^([\w.+-]+@)?[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(secret);

/** A secret as it is, and as it looks inside of a URL, of JSON, of HTML, in base64 (also as part of something longer), in hex. */
function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const inUrl = encodeURIComponent(secret);
  const base64 = [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    return text.slice(before === 0 ? 0 : before + 1, (before + bytes.length) % 3 === 0 ? undefined : -1);
  });
  return [
    secret,
    secret.toUpperCase(),
    secret.toLowerCase(),
    inUrl,
    encodeURIComponent(inUrl),
    new URLSearchParams([['', secret]]).toString().slice(1),
    JSON.stringify(secret).slice(1, -1),
    [...secret]
      .map((letter) => (letter > '~' ? `u${letter.charCodeAt(0).toString(16).padStart(4, '0')}` : letter))
      .join(''),
    secret.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;'),
    secret
      .replace(/&/g, '&amp;')
      .replace(/</g, '&lt;')
      .replace(/>/g, '&gt;')
      .replace(/"/g, '&#34;')
      .replace(/'/g, '&#39;'),
    ...base64,
    ...base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_')),
    bytes.toString('hex'),
  ];
}

/**
 * Blanks and backslashes are passed over (0) and case is ignored, so that folded, wrapped and escaped text is the same text.
 * A table, because whole zones are read through it.
 */
const folds = Uint8Array.from({ length: 128 }, (_, code) =>
  code <= 32 || code === 92 ? 0 : code >= 65 && code <= 90 ? code + 32 : code,
);
const foldOf = (code: number): number => (code < 128 ? (folds[code] ?? 0) : code === 0xa0 ? 0 : code);

/** Where a form of a secret has certain four characters. */
interface Position {
  readonly form: readonly number[];
  readonly at: number;
}

const slotOf = (four: number): number => Math.imul(four, 0x9e3779b1) >>> 16;

interface Finder {
  /** Whether JSON may hold a text that quotes one. */
  suspects(json: Uint8Array): boolean;
  mask(text: string): string;
}

/** Reads a text once, four characters at a time; only where these are of a secret it looks closer. */
function createFinder(secrets: readonly string[], wholeOnly: boolean): Finder {
  const places = new Map<number, Position[]>();
  const hasWide = secrets.some((secret) => /[^ -~]/.test(secret));
  const filter = new Uint8Array(1 << 16);
  const add = (four: number, place: Position): void => {
    filter[slotOf(four)] = 1;
    const others = places.get(four);
    if (others) others.push(place);
    else places.set(four, [place]);
  };
  for (const text of new Set(secrets.filter(({ length }) => length >= SHORTEST).flatMap(formsOf))) {
    const form = Array.from({ length: text.length }, (_, at) => foldOf(text.charCodeAt(at))).filter(
      (code) => code !== 0,
    );
    const last = wholeOnly ? 0 : form.length - 4;
    for (let at = 0; at <= last && form.length >= SHORTEST; at += 1)
      add(
        form.slice(at, at + 4).reduce((four, code) => (four << 8) ^ code, 0),
        { form, at },
      );
  }

  /** The run of a secret's characters whose first four end at `at`, if they are quoted there. */
  function quoteAt(text: Codes, four: number, at: number, start: number, isQuote: IsQuote): Run | undefined {
    const from = startOfFour(text, at, start);
    const runs = (places.get(four) ?? [])
      .map((place) => ({ run: runFrom(text, from, place), place }))
      .filter(({ run, place }) => run.count === place.form.length || (!wholeOnly && isQuote(text, run, place)));
    return runs.map(({ run }) => run).sort((a, b) => b.to - a.to)[0];
  }

  return {
    suspects(json) {
      if (places.size === 0) return false;
      // Its bytes are not its characters.
      if (hasWide) return true;
      const text: Codes = { length: json.length, at: (index) => foldOf(json[index] ?? 0) };
      let four = 0;
      for (let at = 0; at < json.length; at += 1) {
        const code = foldOf(json[at] ?? 0);
        if (code === 0) continue;
        four = (four << 8) ^ code;
        if (filter[slotOf(four)] === 0 || !places.has(four)) continue;
        if (quoteAt(text, four, at, 0, mayBeQuoted)) return true;
      }
      return false;
    },
    mask(text) {
      if (places.size === 0) return text;
      const codes: Codes = { length: text.length, at: (index) => foldOf(text.charCodeAt(index)) };
      let [rest, done, four] = ['', 0, 0];
      for (let at = 0; at < text.length; at += 1) {
        const code = codes.at(at);
        if (code === 0) continue;
        four = (four << 8) ^ code;
        if (filter[slotOf(four)] === 0 || !places.has(four)) continue;
        const run = quoteAt(codes, four, at, done, isQuoted);
        if (!run) continue;
        rest += text.slice(done, run.from) + SECRET_MASK;
        done = run.to;
        at = run.to - 1;
        four = 0;
      }
      return rest + text.slice(done);
    },
  };
}

/** Characters, folded; 0 is passed over. */
interface Codes {
  readonly length: number;
  at(index: number): number;
}

/** Where the four characters begin that end at `at`. */
function startOfFour(text: Codes, at: number, start: number): number {
  let [from, count] = [at, 1];
  while (count < 4 && from > start) {
    from -= 1;
    if (text.at(from) !== 0) count += 1;
  }
  return from;
}

interface Run {
  readonly from: number;
  readonly to: number;
  /** Characters of the secret. */
  readonly count: number;
}
type IsQuote = (text: Codes, run: Run, place: Position) => boolean;

/** How far the text goes on like the secret. */
function runFrom(text: Codes, from: number, { form, at }: Position): Run {
  let [to, count] = [from, 0];
  for (let here = from; here < text.length && at + count < form.length; here += 1) {
    const code = text.at(here);
    if (code === 0) continue;
    if (code !== form[at + count]) break;
    count += 1;
    to = here + 1;
  }
  return { from, to, count };
}

/** What stands for something left out: `…` (in UTF-8 too), `...`, `***`. */
const marks = new Set([...'.*…'].map((mark) => mark.charCodeAt(0)).concat(0xe2, 0xa6));
const doubleQuote = 34;

/** Long enough to be no word; or its beginning, or its end, where the rest was left out. */
const isQuotedBefore =
  (isEnd: (text: Codes, to: number) => boolean): IsQuote =>
  (text, { from, to, count }, { form, at }) =>
    count >= RUN ||
    (at === 0 && (marks.has(text.at(to)) || isEnd(text, to))) ||
    (at + count === form.length && from > 0 && marks.has(text.at(from - 1)));

/** A text of so many characters that ends with the beginning of a secret may have been cut there. */
const CUT_TEXT = 60;
const isQuoted = isQuotedBefore((text, to) => to === text.length && to >= CUT_TEXT);
const mayBeQuoted = isQuotedBefore((text, to) => text.at(to) === doubleQuote);
