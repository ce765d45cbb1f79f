import { z } from 'zod';
import { planImport } from '../services/dns/plan-import.ts';
import { nothingToDo } from '../views/dns-records.ts';
import { flag, positional } from './args.ts';
import { command, nothing } from './define.ts';
import { attributes, reaches } from './dns-args.ts';
import { dnsPlanned } from './dns-planned.ts';

const Value = z.string().regex(/^[\w-]+\s*=/, 'Write name=value, such as selector=s1.');

export const dnsImport = command.planned({
  name: 'dns import',
  summary: 'Add the records of a zone file or a template, to one domain or to many',
  role: 'operator',
  notes: [
    'A file is read as a whole or refused, naming the line. It becomes a plan first; nothing is written directly.',
    'For many domains name them with `--domains`, patterns such as `acme-*` included, and leave some out with `--except`. Three go first; the others follow once those are well.',
  ],
  reaches,
  needs: ['records', 'template'],
  args: {
    domain: positional(z.string().trim().min(1), {
      label: 'Domain',
      help: 'The domain that gets them, or a pattern such as acme-*',
      example: 'acme-mail.com',
    }),
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
    domains: flag(z.array(z.string()).max(1_000).optional(), {
      label: 'More domains',
      help: 'They get the same; patterns such as acme-* work',
      example: 'acme-go.com,acmehq.io',
      widget: 'multiline',
      file: true,
      fileLabel: 'More domains, uploaded',
    }),
    except: flag(z.array(z.string()).optional(), {
      label: 'Except',
      help: 'Domains or patterns to leave out',
      example: 'acme-soon.com',
      widget: 'multiline',
    }),
    replace: flag(z.boolean().default(false), {
      label: 'Replace',
      help: 'Delete everything that is not named here',
      example: 'true',
    }),
    via: attributes.via,
  },
  async plan(ctx, { domain, domains = [], values = [], ...wish }) {
    const pairs = values.map((pair) => {
      const at = pair.indexOf('=');
      return [pair.slice(0, at).trim().toLowerCase(), pair.slice(at + 1).trim()] as const;
    });
    const plan = await planImport(ctx, {
      ...wish,
      domains: [domain, ...domains],
      values: Object.fromEntries(pairs),
    });
    return plan ?? nothing(nothingToDo('everything in there exists already.'));
  },
  ...dnsPlanned,
});
