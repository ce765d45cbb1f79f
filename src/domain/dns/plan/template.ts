import { AppError } from '../../../lib/errors.ts';
import { parseZoneFile, type ZoneFile } from '../zonefile/read-zone-file.ts';

/** Records with placeholders, as a zone file: `s1._domainkey TXT "v=DKIM1; p={{key}}"`, `@ MX 10 {{server=mx.example.com.}}`. */
export interface RecordTemplate {
  readonly name: string;
  readonly text: string;
}

/** A placeholder; `domain` is always the zone's own name. */
export interface Placeholder {
  readonly name: string;
  /** Used if no value is given. */
  readonly fallback?: string;
}

export const placeholderPattern = /\{\{\s*([a-z][a-z0-9_-]*)\s*(?:=([^{}]*))?\}\}/gi;

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
export function filledText(
  { name, text }: RecordTemplate,
  zone: string,
  values: Readonly<Record<string, string>>,
): string {
  const expected = placeholders(text);
  const given = new Map([...Object.entries(splitValues(values, expected)), ['domain', zone]]);
  const stray = Object.keys(values).find((key) => key !== 'domain' && !expected.some((item) => item.name === key));
  if (stray !== undefined)
    throw new AppError('bad_input', `The template "${name}" has no gap called ${stray}.`, {
      hint:
        expected.length > 0
          ? `Its gaps are ${expected.map((item) => item.name).join(', ')}.`
          : 'It has no gaps at all.',
      fields: { values: `There is no gap called ${stray}.` },
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
    throw refuse('may hold only letters, digits and . _ : @ / + = * - in this place');
  return text;
}
