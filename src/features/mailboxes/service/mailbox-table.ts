import { z } from 'zod';
/** LiteMail's own limit. */
export const maxPerDomain = 5;

export const MailboxRowShape = z.object({ firstName: z.string(), lastName: z.string(), username: z.string() });
export type MailboxRow = Readonly<z.infer<typeof MailboxRowShape>>;

const username = /^[a-z0-9]([a-z0-9._-]{0,62}[a-z0-9])?$/;
const headerLine = /^(first\s*name|name|vorname|nombre|pr[ée]nom)\b/i;

const separators = ['\t', ';', ','] as const;

/** Splits at tabs, semicolons or commas, whichever is present first, else at whitespace. */
function cells(line: string): string[] {
  const separator = separators.find((each) => line.includes(each));
  const parts = separator ? line.split(separator) : line.split(/\s+/);
  return parts.map((part) =>
    part
      .trim()
      .replace(/^"(.*)"$/, '$1')
      .trim(),
  );
}

function rowOf(line: string): MailboxRow | string {
  const parts = cells(line);
  if (parts.length !== 3 || parts.some((cell) => cell === ''))
    return `needs a first name, a last name and a username, but has ${parts.filter(Boolean).length} column${parts.filter(Boolean).length === 1 ? '' : 's'}: “${line.slice(0, 60)}”`;
  const [firstName = '', lastName = '', typed = ''] = parts;
  const name = typed.toLowerCase();
  if (name.includes('@')) return `needs only the username, without @ and domain: “${typed.slice(0, 60)}”`;
  if (!username.test(name))
    return `has an invalid username, “${typed.slice(0, 60)}”: use letters, digits, dots, hyphens and underscores`;
  return { firstName, lastName, username: name };
}

/**
 * People pasted from a table, one per line: first name, last name, username, separated by tabs, semicolons, commas or
 * spaces. A header line is skipped. Every invalid line is reported by its line number.
 */
export function readMailboxTable(text: string): { rows: MailboxRow[]; errors: string[] } {
  const lines = text.split(/\r?\n/).map((line, index) => ({ line: line.trim(), number: index + 1 }));
  const given = lines.filter(({ line }) => line !== '');
  const [first] = given;
  const people =
    first && headerLine.test(first.line) && cells(first.line).length >= 3 && /user/i.test(first.line)
      ? given.slice(1)
      : given;
  const rows: MailboxRow[] = [];
  const errors: string[] = [];
  const lineByUsername = new Map<string, number>();
  for (const { line, number } of people) {
    const row = rowOf(line);
    if (typeof row === 'string') errors.push(`Line ${number} ${row}.`);
    else if (lineByUsername.has(row.username))
      errors.push(`Line ${number} repeats the username “${row.username}” of line ${lineByUsername.get(row.username)}.`);
    else {
      lineByUsername.set(row.username, number);
      rows.push(row);
    }
  }
  if (people.length === 0) errors.push('Paste one person per line: first name, last name, username.');
  if (people.length > maxPerDomain)
    errors.push(`LiteMail allows at most ${maxPerDomain} mailboxes per domain, but the list has ${people.length}.`);
  return { rows, errors };
}
