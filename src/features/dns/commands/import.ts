import { z } from 'zod';
import { flag } from '../../../engine/commands/arguments.ts';
import { noChange } from '../../../engine/commands/define.ts';
import { command } from '../../product-context.ts';
import { allDomains, attributes, chosen, dnsOperations, manyNote } from '../dns-arguments.ts';
import { dnsPlanned } from '../dns-planned.ts';
import { planImport } from '../service/plan-import.ts';
import { nothingToDo } from '../views/dns-records-view.ts';

const Value = z.string().regex(/^[\w-]+\s*=/, 'Write name=value, such as selector=s1.');

export const dnsImport = command.planned({
  name: 'dns import',
  summary: 'Add the records of a zone file or a template, to one domain or to many',
  role: 'operator',
  notes: [
    'A file is read as a whole or refused, naming the line. It becomes a plan first; nothing is written directly.',
    'What a line does not say (TTL, proxy setting, comment, tags) stays as it is on the record that it becomes.',
    manyNote,
  ],
  operations: dnsOperations,
  needs: ['records', 'template'],
  args: {
    domain: chosen.domain,
    records: flag(z.string().max(1_100_000).optional(), {
      label: 'Records',
      help: 'Lines as in a BIND zone file; names relative to the domain',
      example: 'www 300 IN A 192.0.2.1',
      widget: 'multiline',
      file: true,
    }),
    template: flag(z.string().optional(), {
      label: 'Template',
      help: 'The name of a saved template, in place of lines',
      example: 'cold-mail',
    }),
    values: flag(z.array(Value).optional(), {
      label: 'Values',
      help: 'name=value for a gap of the template, several as selector=s1,key=abc or each with a --values of its own',
      example: 'selector=s1',
      commas: false,
    }),
    domains: chosen.domains,
    except: chosen.except,
    replace: flag(z.boolean().default(false), {
      label: 'Replace',
      help: 'Delete all else in the zone, but for its own name servers',
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
      ...allDomains(selection),
      values: Object.fromEntries(pairs),
    });
    return plan ?? noChange(nothingToDo('everything in there exists already.'));
  },
  ...dnsPlanned,
});
