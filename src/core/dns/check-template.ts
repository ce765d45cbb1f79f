import { AppError } from '../errors.ts';
import { gap, type Placeholder, placeholders, type RecordTemplate } from './template.ts';
import { parseZoneFile } from './zone-file/import.ts';
import { entries, Unreadable } from './zone-file/lexer.ts';

/** One of them fits nearly wherever a gap may stand: a name, a number, a host, an address, a key, the tag of a CAA record. */
const samples = ['sample', '47', 'sample.example.', '198.51.100.47', '2001:db8::47', 'abcd1234', 'issue'] as const;
const zone = 'zone-of-the-sample.example';

/** Tells a person who saves a template what is wrong with it, whatever its gaps will be filled with. */
export function checkTemplate({ text }: RecordTemplate): readonly Placeholder[] {
  const stray = /\{\{|\}\}/.exec(text.replace(gap, ''));
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

/** What is wrong with each sample alike, and names none: the rest may be right with what is given later, or in another zone. */
function problemWith(text: string): AppError | undefined {
  const tries = text.search(gap) < 0 ? [text] : [filled(text), ...samples.map((sample) => filled(text, sample))];
  const problems = tries.map(problemOf);
  if (problems.includes(undefined)) return undefined;
  const [first, ...others] = problems.filter(
    (problem) =>
      ![zone, ...samples].some((ours) =>
        problem?.message
          .replace(/^Line \d+/, '')
          .toLowerCase()
          .includes(ours),
      ),
  );
  return others.every((other) => other?.message === first?.message) ? first : undefined;
}

/** The gaps filled by a sample, or by their own values where they have them. */
const filled = (text: string, sample?: string): string =>
  text.replace(gap, (_, key: string, fallback?: string) =>
    key.toLowerCase() === 'domain' ? zone : (sample ?? (fallback?.trim() || samples[0])),
  );

/** Each record by itself, with the directives before it. */
function parts(text: string): { line: number; directives: string[]; record: string }[] {
  const lines = text.split(/\r\n|\n|\r/);
  try {
    const begun = [...entries(filled(text))];
    const directives: string[] = [];
    return begun.flatMap(({ line, continues }, at) => {
      const [own = '', ...more] = lines.slice(line - 1, (begun[at + 1]?.line ?? lines.length + 1) - 1);
      if (own.startsWith('$')) directives.push(own);
      // The owner is that of the record before, which was looked at already.
      const record = [continues && at > 0 ? `@${own}` : own, ...more].join('\n');
      return [{ line, directives: own.startsWith('$') ? directives.slice(0, -1) : [...directives], record }];
    });
  } catch (error) {
    if (error instanceof Unreadable) throw refused(`Line ${error.line}: ${error.message}`);
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
