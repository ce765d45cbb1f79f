import { z } from 'zod';
import { planSet } from '../../../domain/dns/plan/edit-records.ts';
import { positional } from '../../../engine/commands/arguments.ts';
import { noChange } from '../../../engine/commands/define.ts';
import { chosenDomain, selecting, selectionOf } from '../../litemail/index.ts';
import { command } from '../../product-context.ts';
import { attributes, dnsOperations, joinsParts, manyNote, name, type } from '../dns-arguments.ts';
import { dnsPlanned } from '../dns-planned.ts';
import { planRecords } from '../service/plan-zone.ts';
import { asItIs } from '../views/dns-records-view.ts';

export const dnsSet = command.planned({
  name: 'dns set',
  summary: 'Set a DNS record to exactly these values',
  role: 'operator',
  notes: ['Values you don’t list are removed. Values that stay keep their comment, tags and proxy setting.', manyNote],
  operations: dnsOperations,
  args: {
    domain: chosenDomain,
    type,
    name,
    values: positional(z.array(z.string().min(1)).min(1), {
      label: 'Values',
      joins: joinsParts,
      help: 'All values of the record, each in quotes if it has spaces',
      example: '192.0.2.2',
      commas: false,
    }),
    ...attributes,
    ...selecting,
  },
  async plan(ctx, args) {
    const plan = await planRecords(ctx, { ...args, ...selectionOf(args) }, (now, owner) =>
      planSet(now, { ...args, ...owner }),
    );
    return plan ?? noChange(asItIs(args));
  },
  ...dnsPlanned,
});
