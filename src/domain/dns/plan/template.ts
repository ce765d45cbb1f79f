import { AppError } from '../../../lib/errors.ts';
import { entries, ZoneFileSyntaxError } from '../zonefile/lexer.ts';
import { parseZoneFile, type ZoneFile } from '../zonefile/read-zone-file.ts';

/** Records with placeholders, as a zone file: `s1._domainkey TXT "v=DKIM1; p={{key}}"`, `@ MX 10 {{server=mx.example.com.}}`. */
export interface RecordTemplate {
  readonly name: string;
  readonly text: string;
}

/** A placeholder; `domain` is always the zone's own name. */
interface Placeholder {
  readonly name: string;
  /** Used if no value is given. */
  readonly fallback?: string;
}

const placeholderPattern = /\{\{\s*([a-z][a-z0-9_-]*)\s*(?:=([^{}]*))?\}\}/gi;

/** The placeholders of a text, in order, without `domain`. */
export function placeholders(text: string): Placeholder[] {
  const byName = new Map<string, Placeholder>();
  for (const [, name = '', fallback] of text.matchAll(placeholderPattern)) {
    const key = name.toLowerCase();
    const known = byName.get(key);
    if (key !== 'domain' && known?.fallback === undefined)
      byName.set(key, { name: key, ...(fallback === undefined ? {} : { fallback: fallback.trim() }) });
  }
  return [...byName.values()];
}

/** Fills a template for a zone. Throws `bad_input` for missing or invalid values, naming the line. */
export function fillTemplate(
  template: RecordTemplate,
  zone: string,
  values: Readonly<Record<string, string>>,
): ZoneFile {
  return parseZoneFile(filledText(template, zone, values), zone);
}

/** The text with placeholders filled in. A value can never break out of its record. */
function filledText({ name, text }: RecordTemplate, zone: string, values: Readonly<Record<string, string>>): string {
  const expected = placeholders(text);
  const given = new Map([...Object.entries(splitValues(values, expected)), ['domain', zone]]);
  const stray = Object.keys(values).find((key) => key !== 'domain' && !expected.some((item) => item.name === key));
  if (stray !== undefined)
    throw new AppError('bad_input', `The template "${name}" has no placeholder called ${stray}.`, {
      hint:
        expected.length > 0
          ? `Its placeholders are ${expected.map((item) => item.name).join(', ')}.`
          : 'It has no placeholders.',
      fields: { values: `There is no placeholder called ${stray}.` },
    });
  const missing = expected
    .filter((item) => (given.get(item.name) || item.fallback || '') === '')
    .map(({ name }) => name);
  if (missing.length > 0)
    throw new AppError('bad_input', `The template "${name}" needs a value for ${missing.join(', ')}.`, {
      fields: Object.fromEntries(missing.map((item) => [item, 'Give a value.'])),
    });
  const fallbacks = new Map(expected.map((item) => [item.name, item.fallback]));
  const fillLine = (line: string): string => {
    let seen = 0;
    let quoted = false;
    return line.replace(placeholderPattern, (whole, key: string, _: string | undefined, at: number) => {
      quoted = quoted !== holdsOpenQuote(line.slice(seen, at));
      seen = at + whole.length;
      const item = key.toLowerCase();
      return checkedValue(item, given.get(item) || fallbacks.get(item) || '', quoted);
    });
  };
  return text.split('\n').map(fillLine).join('\n');
}

/** Splits `a=1,b=2` typed as one value: after a comma, the name of a placeholder without a value starts its value. */
function splitValues(
  values: Readonly<Record<string, string>>,
  expected: readonly Placeholder[],
): Record<string, string> {
  const open = expected.filter(({ name }) => values[name] === undefined).map(({ name }) => name);
  if (open.length === 0) return values;
  const next = new RegExp(`,\\s*(${open.join('|')})\\s*=`, 'i');
  const pairs = Object.entries(values).flatMap(([name, value]) => {
    const [own = '', ...others] = value.split(next);
    const more = others.flatMap((part, at) => (at % 2 === 0 ? [[part.toLowerCase(), others[at + 1] ?? '']] : []));
    return [[name, own], ...more];
  });
  return Object.fromEntries(pairs);
}

const holdsOpenQuote = (part: string): boolean => (part.replace(/\\./g, '').match(/"/g)?.length ?? 0) % 2 === 1;

function checkedValue(name: string, value: string, quoted: boolean): string {
  const text = value.trim();
  const refuse = (problem: string) =>
    new AppError('bad_input', `The value of ${name} ${problem}.`, { fields: { [name]: problem } });
  if (/[\r\n]/.test(text)) throw refuse('must be a single line');
  if (quoted) return text.replace(/["\\]/g, '\\$&');
  if (!/^[\p{L}\p{N}._:@/+=*-]+$/u.test(text))
    throw refuse('may contain only letters, digits and . _ : @ / + = * - here');
  return text;
}

/** At least one fits almost any placeholder: a name, a number, a host, an address, a key, the tag of a CAA record. */
const samples = ['sample', '47', 'sample.example.', '198.51.100.47', '2001:db8::47', 'abcd1234', 'issue'] as const;
const zone = 'zone-of-the-sample.example';

/** Validates a template when it is saved: reports what is wrong regardless of the placeholder values. */
export function checkTemplate({ text }: RecordTemplate): readonly Placeholder[] {
  const stray = /\{\{|\}\}/.exec(text.replace(placeholderPattern, ''));
  if (stray)
    throw new AppError('bad_input', `"${stray[0]}" does not belong to a placeholder.`, {
      hint: 'Write placeholders like {{selector}}, or {{ttl=3600}} for one with a default.',
    });
  for (const { line, directives, record } of parts(text)) {
    const problem = problemWith([...directives, record].join('\n'));
    if (problem) throw refused(problem.message.replace(/^Line \d+/, `Line ${line}`), problem.hint);
  }
  return placeholders(text);
}

/** A problem that occurs with every sample and names none: others may vanish with real values or in another zone. */
function problemWith(text: string): AppError | undefined {
  const tries =
    text.search(placeholderPattern) < 0 ? [text] : [fillGaps(text), ...samples.map((sample) => fillGaps(text, sample))];
  const problems = tries.map(problemOf);
  if (problems.includes(undefined)) return undefined;
  const [first, ...others] = problems.filter(
    (problem) =>
      ![zone, ...samples].some((placeholder) =>
        problem?.message
          .replace(/^Line \d+/, '')
          .toLowerCase()
          .includes(placeholder),
      ),
  );
  return others.every((other) => other?.message === first?.message) ? first : undefined;
}

/** Placeholders replaced by a sample, or by their fallback. */
const fillGaps = (text: string, sample?: string): string =>
  text.replace(placeholderPattern, (_, key: string, fallback?: string) =>
    key.toLowerCase() === 'domain' ? zone : (sample ?? (fallback?.trim() || samples[0])),
  );

/** Each record on its own, with the directives before it. */
function parts(text: string): { line: number; directives: string[]; record: string }[] {
  const lines = text.split(/\r\n|\n|\r/);
  try {
    const parsed = [...entries(fillGaps(text))];
    const directives: string[] = [];
    return parsed.flatMap(({ line, continues }, at) => {
      const [own = '', ...more] = lines.slice(line - 1, (parsed[at + 1]?.line ?? lines.length + 1) - 1);
      if (own.startsWith('$')) directives.push(own);
      // The owner is inherited from the previous record, which was checked already.
      const record = [continues && at > 0 ? `@${own}` : own, ...more].join('\n');
      return [{ line, directives: own.startsWith('$') ? directives.slice(0, -1) : [...directives], record }];
    });
  } catch (error) {
    if (error instanceof ZoneFileSyntaxError) throw refused(`Line ${error.line}: ${error.message}`);
    throw error;
  }
}

function problemOf(text: string): AppError | undefined {
  try {
    parseZoneFile(text, zone);
    return undefined;
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}

const refused = (message: string, hint = ''): AppError =>
  new AppError('bad_input', message, {
    hint: hint.replace(/^$|Nothing was imported\.$/, 'Nothing was saved.'),
    fields: { records: message },
  });
