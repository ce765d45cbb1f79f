import { z } from 'zod';
import { planAdd } from '../../../domain/dns/plan/edit-records.ts';
import { positional } from '../../../engine/commands/arguments.ts';
import { noChange } from '../../../engine/commands/define.ts';
import { chosenDomain, selecting, selectionOf } from '../../litemail/index.ts';
import { command } from '../../product-context.ts';
import { attributes, dnsOperations, joinsParts, manyNote, name, type } from '../dns-arguments.ts';
import { dnsPlanned } from '../dns-planned.ts';
import { planRecords } from '../service/plan-zone.ts';
import { asItIs } from '../views/dns-records-view.ts';

export const dnsAdd = command.planned({
  name: 'dns add',
  summary: 'Add a DNS record and keep the existing ones',
  role: 'operator',
  notes: [manyNote],
  operations: dnsOperations,
  args: {
    domain: chosenDomain,
    type,
    name,
    value: positional(z.string().min(1), {
      label: 'Value',
      joins: joinsParts,
      help: 'The record’s value as in a zone file; for MX, the priority first',
      example: '192.0.2.2',
      widget: 'multiline',
    }),
    ...attributes,
    ...selecting,
  },
  async plan(ctx, args) {
    const plan = await planRecords(ctx, { ...args, ...selectionOf(args) }, (now, owner) =>
      planAdd(now, { ...args, ...owner }),
    );
    return plan ?? noChange(asItIs(args));
  },
  ...dnsPlanned,
});
