import { AppError } from '../../../lib/errors.ts';
import { entries, ZoneFileSyntaxError } from '../zonefile/lexer.ts';
import { parseZoneFile } from '../zonefile/read-zone-file.ts';
import { type Placeholder, placeholderPattern, placeholders, type RecordTemplate } from './template.ts';

/** At least one fits almost any placeholder: a name, a number, a host, an address, a key, the tag of a CAA record. */
const samples = ['sample', '47', 'sample.example.', '198.51.100.47', '2001:db8::47', 'abcd1234', 'issue'] as const;
const zone = 'zone-of-the-sample.example';

/** Validates a template when it is saved: reports what is wrong regardless of the placeholder values. */
export function checkTemplate({ text }: RecordTemplate): readonly Placeholder[] {
  const stray = /\{\{|\}\}/.exec(text.replace(placeholderPattern, ''));
  if (stray)
    throw new AppError('bad_input', `"${stray[0]}" does not belong to a placeholder.`, {
      hint: 'Write placeholders like {{selector}}, or {{ttl=3600}} with a value for when none is given.',
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
