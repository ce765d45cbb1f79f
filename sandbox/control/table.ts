import { z } from 'zod';
import type { Read } from './control-read.ts';
import { reads } from './control-reads.ts';
import { slackVerbs } from './slack-verbs.ts';
import type { Verb } from './verb.ts';
import { worldVerbs } from './world-verbs.ts';

export const verbs: readonly Verb[] = [...slackVerbs, ...worldVerbs];

interface Field {
  readonly type: string;
  readonly required: boolean;
  readonly doc?: string;
}
interface Schema {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly items?: Schema;
  readonly description?: string;
}

const typeOf = ({ type, enum: values, items }: Schema): string => {
  if (values) return values.join(' | ');
  if (type === 'array') return `list of ${typeOf(items ?? {})}`;
  return type ?? 'anything';
};

/** The fields of a verb in words. */
export function fieldsOf({ fields }: Verb): Record<string, Field> {
  const { properties = {}, required = [] } = z.toJSONSchema(fields, { io: 'input' }) as {
    properties?: Record<string, Schema>;
    required?: string[];
  };
  return Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => [
      name,
      {
        type: typeOf(schema),
        required: required.includes(name) && name !== 'user',
        ...(schema.description !== undefined && { doc: schema.description }),
      },
    ]),
  );
}

/** What `GET /sandbox/control` answers. */
export const listing = () => ({
  verbs: verbs.map((verb) => ({ do: verb.name, doc: verb.doc, fields: fieldsOf(verb) })),
  reads: reads.map(({ name, doc, query }: Read) => ({ read: name, doc, query })),
});

/** Fields with the same meaning everywhere are explained once, above the table. */
const shared = ['user', 'team', 'channel', 'view', 'ts'];
const cell = (text: string): string => text.replaceAll('|', '\\|');
const fieldText = ([name, { type, required, doc }]: [string, Field]): string =>
  `\`${name}\`${required ? '' : '?'}${shared.includes(name) ? '' : ` ${type}${doc ? ` (${doc})` : ''}`}`;

/** The two tables of docs/sandbox.md, as Markdown. */
export function controlTables(): string {
  const done = verbs.map(
    (verb) =>
      `| \`${verb.name}\` | ${cell(Object.entries(fieldsOf(verb)).map(fieldText).join('; ') || '–')} | ${cell(verb.doc)} |`,
  );
  const read = reads.map(({ name, query, doc }) => {
    const parameters = Object.entries(query).map(([key, text]) => `\`${key}\` ${text}`);
    return `| \`${name}\` | ${cell(parameters.join('; ') || '–')} | ${cell(doc)} |`;
  });
  return [
    '| `do` | fields | what happens |',
    '|---|---|---|',
    ...done,
    '',
    '| `read` | parameters | answers |',
    '|---|---|---|',
    ...read,
  ].join('\n');
}
