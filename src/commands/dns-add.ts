import { z } from 'zod';
import { planAdd } from '../core/dns/intent.ts';
import { planRecords } from '../services/dns/plan-records.ts';
import { asItIs } from '../views/dns-records.ts';
import { positional } from './args.ts';
import { command, noChange } from './define.ts';
import { allDomains, attributes, chosen, dnsOperations, manyNote, name, type } from './dns-args.ts';
import { dnsPlanned } from './dns-planned.ts';

export const dnsAdd = command.planned({
  name: 'dns add',
  summary: 'Add a DNS record beside what is there',
  role: 'operator',
  notes: [manyNote],
  operations: dnsOperations,
  args: {
    domain: chosen.domain,
    type,
    name,
    value: positional(z.string().min(1), {
      label: 'Value',
      help: 'What the record says, as in a zone file; MX with its priority first',
      example: '192.0.2.2',
      widget: 'multiline',
    }),
    ...attributes,
    domains: chosen.domains,
    except: chosen.except,
  },
  async plan(ctx, args) {
    const plan = await planRecords(ctx, allDomains(args), (now, owner) => planAdd(now, { ...args, ...owner }));
    return plan ?? noChange(asItIs(args));
  },
  ...dnsPlanned,
});
