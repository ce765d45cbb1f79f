import { z } from 'zod';
import { flag } from '../../../engine/commands/arguments.ts';
import { noChange } from '../../../engine/commands/define.ts';
import { chosenDomain, selecting, selectionOf } from '../../litemail/index.ts';
import { command } from '../../product-context.ts';
import { attributes, dnsOperations, manyNote } from '../dns-arguments.ts';
import { dnsPlanned } from '../dns-planned.ts';
import { planImport } from '../service/plan-import.ts';
import { nothingToDo } from '../views/dns-records-view.ts';

const Value = z.string().regex(/^[\w-]+\s*=/, 'Write name=value, such as selector=s1.');

export const dnsImport = command.planned({
  name: 'dns import',
  summary: 'Import records from a zone file or template into one or more domains',
  role: 'operator',
  notes: [
    'A file is read completely or refused, naming the line. It becomes a plan first; nothing is written directly.',
    'What a line leaves out (TTL, proxy setting, comment, tags) stays as it is on the existing record.',
    manyNote,
  ],
  operations: dnsOperations,
  needs: ['records', 'template'],
  args: {
    domain: chosenDomain,
    records: flag(z.string().max(1_100_000).optional(), {
      label: 'Records',
      help: 'Lines as in a BIND zone file, with names relative to the domain',
      example: 'www 300 IN A 192.0.2.1',
      widget: 'multiline',
      file: true,
    }),
    template: flag(z.string().optional(), {
      label: 'Template',
      help: 'The name of a saved template, instead of lines',
      example: 'cold-mail',
    }),
    values: flag(z.array(Value).optional(), {
      label: 'Values',
      help: 'name=value for each placeholder of the template: selector=s1,key=abc, or --values once for each',
      example: 'selector=s1',
      commas: false,
    }),
    ...selecting,
    replace: flag(z.boolean().default(false), {
      label: 'Replace',
      help: 'Delete everything else in the zone except its own NS records',
      example: 'true',
    }),
    via: attributes.via,
  },
  async plan(ctx, { values = [], ...selection }) {
    const pairs = values.map((pair) => {
      const at = pair.indexOf('=');
      return [pair.slice(0, at).trim().toLowerCase(), pair.slice(at + 1).trim()] as const;
    });
    const plan = await planImport(ctx, {
      ...selection,
      ...selectionOf(selection),
      values: Object.fromEntries(pairs),
    });
    return plan ?? noChange(nothingToDo('all of these records already exist.'));
  },
  ...dnsPlanned,
});
