import { CsvError, parse } from 'csv-parse/sync';
import { z } from 'zod';

/** LiteMail's own limit. */
export const maxPerDomain = 5;

export const MailboxRowShape = z.object({ firstName: z.string(), lastName: z.string(), username: z.string() });
export type MailboxRow = Readonly<z.infer<typeof MailboxRowShape>>;
type Column = keyof MailboxRow;

const username = /^[a-z0-9]([a-z0-9._-]{0,62}[a-z0-9])?$/;
const columns: readonly Column[] = ['firstName', 'lastName', 'username'];
const columnNames: Record<Column, string> = { firstName: 'first name', lastName: 'last name', username: 'username' };

/** Headings by their letters: `first_name`, `First Name` and `firstName` are one. */
const headings: Record<Column, readonly string[]> = {
  firstName: ['first', 'firstname', 'fname', 'givenname', 'forename', 'name', 'vorname', 'nombre', 'prenom', 'nome'],
  lastName: [
    'last',
    'lastname',
    'lname',
    'surname',
    'familyname',
    'nachname',
    'apellido',
    'apellidos',
    'nom',
    'cognome',
  ],
  username: [
    'username',
    'user',
    'login',
    'loginname',
    'mailbox',
    'mailboxname',
    'alias',
    'localpart',
    'benutzername',
    'usuario',
  ],
};

const columnOf = (heading: string): Column | undefined => {
  const letters = heading
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^a-z]/g, '');
  return columns.find((column) => headings[column].includes(letters));
};

interface Line {
  readonly cells: readonly string[];
  /** As pasted, from 1. */
  readonly number: number;
}

const separators = ['\t', ';', ','] as const;
const separatorOf = (line: string): string => separators.find((each) => line.includes(each)) ?? ' ';

/** The cells of every line that is not empty. Throws CsvError for a quote that is not closed. */
function linesOf(text: string): Line[] {
  const delimiter = separatorOf(text.split('\n').find((line) => line.trim() !== '') ?? '');
  const lines: Line[] = [];
  parse(delimiter === ' ' ? text.replace(/ +/g, ' ').replace(/^ | $/gm, '') : text, {
    delimiter,
    bom: true,
    relax_column_count: true,
    relax_quotes: true,
    record_delimiter: '\n',
    trim: true,
    on_record(cells: readonly string[], { lines: number }) {
      if (cells.some((cell) => cell !== '')) lines.push({ cells: apart(cells), number });
      return null;
    },
  });
  return lines;
}

/** A line may be set apart in another way than the first one. */
function apart(cells: readonly string[]): readonly string[] {
  const [only = ''] = cells;
  if (cells.length > 1) return cells;
  const separator = separatorOf(only);
  return separator === ' ' ? only.split(/\s+/) : only.split(separator).map((cell) => cell.trim());
}

/** The columns in the order of the headings; undefined where the first line is a person. */
function headingOf(line: Line | undefined): readonly (Column | undefined)[] | undefined {
  const found = line?.cells.map(columnOf) ?? [];
  return new Set(found.filter(Boolean)).size >= 2 ? found : undefined;
}

function rowOf(cells: readonly string[], order: readonly (Column | undefined)[]): MailboxRow | string {
  const shown = cells.join(',').slice(0, 60);
  const filled = cells.filter(Boolean).length;
  const at = (column: Column) => cells[order.indexOf(column)] ?? '';
  if (cells.length !== order.length || columns.some((column) => at(column) === ''))
    return `needs a first name, a last name and a username, but has ${filled} column${filled === 1 ? '' : 's'}: “${shown}”`;
  const [typed, name] = [at('username'), at('username').toLowerCase()];
  if (name.includes('@')) return `needs only the username, without @ and domain: “${typed.slice(0, 60)}”`;
  if (!username.test(name))
    return `has an invalid username, “${typed.slice(0, 60)}”: use letters, digits, dots, hyphens and underscores`;
  return { firstName: at('firstName'), lastName: at('lastName'), username: name };
}

interface People {
  readonly rows: MailboxRow[];
  readonly errors: string[];
}

function peopleIn(lines: readonly Line[], order: readonly (Column | undefined)[]): People {
  const rows: MailboxRow[] = [];
  const errors: string[] = [];
  const lineByUsername = new Map<string, number>();
  for (const { cells, number } of lines) {
    const row = rowOf(cells, order);
    if (typeof row === 'string') errors.push(`Line ${number} ${row}.`);
    else if (lineByUsername.has(row.username))
      errors.push(`Line ${number} repeats the username “${row.username}” of line ${lineByUsername.get(row.username)}.`);
    else {
      lineByUsername.set(row.username, number);
      rows.push(row);
    }
  }
  return { rows, errors };
}

/** What is wrong with the headings. */
function headingProblems(order: readonly (Column | undefined)[], number: number): string[] {
  const missing = columns.filter((column) => !order.includes(column));
  const twice = columns.filter((column) => order.filter((each) => each === column).length > 1);
  return [
    ...(missing.length > 0
      ? [`Line ${number} has headings, but none for ${missing.map((column) => columnNames[column]).join(' and ')}.`]
      : []),
    ...twice.map((column) => `Line ${number} has two headings for ${columnNames[column]}.`),
  ];
}

const readLines = (text: string): Line[] | string => {
  try {
    return linesOf(text.replace(/\r\n?/g, '\n'));
  } catch (error) {
    if (error instanceof CsvError) return `Line ${Number(error.lines) || 1} has a quote that is not closed.`;
    throw error;
  }
};

/** Whether headings say which column is which. */
export function hasHeadings(text: string): boolean {
  const lines = readLines(text);
  return typeof lines !== 'string' && headingOf(lines[0]) !== undefined;
}

/**
 * People pasted from a table, one per line, separated by tabs, semicolons, commas or spaces: as headings say, else first
 * name, last name, username. Columns of other headings are left out. Every invalid line is reported by its line number.
 */
export function readMailboxTable(text: string): People {
  const lines = readLines(text);
  if (typeof lines === 'string') return { rows: [], errors: [lines] };
  const heading = headingOf(lines[0]);
  const people = heading ? lines.slice(1) : lines;
  const problems = heading ? headingProblems(heading, lines[0]?.number ?? 1) : [];
  const { rows, errors } = problems.length > 0 ? { rows: [], errors: problems } : peopleIn(people, heading ?? columns);
  if (people.length === 0) errors.push('Paste one person per line: first name, last name, username.');
  if (people.length > maxPerDomain)
    errors.push(`LiteMail allows at most ${maxPerDomain} mailboxes per domain, but the list has ${people.length}.`);
  return { rows, errors };
}
