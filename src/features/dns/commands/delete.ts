import { z } from 'zod';
import { planDelete } from '../../../domain/dns/plan/edit-records.ts';
import { positional } from '../../../engine/commands/arguments.ts';
import { noChange } from '../../../engine/commands/define.ts';
import { chosenDomain, selecting, selectionOf } from '../../litemail/index.ts';
import { command } from '../../product-context.ts';
import { attributes, dnsOperations, joinsParts, manyNote, name, type } from '../dns-arguments.ts';
import { dnsPlanned } from '../dns-planned.ts';
import { planRecords } from '../service/plan-zone.ts';
import { nothingToDo } from '../views/dns-records-view.ts';

export const dnsDelete = command.planned({
  name: 'dns delete',
  summary: 'Delete a DNS record, or one of its values',
  role: 'operator',
  notes: [manyNote],
  operations: dnsOperations,
  args: {
    domain: chosenDomain,
    type,
    name,
    value: positional(z.string().optional(), {
      label: 'Value',
      joins: joinsParts,
      help: 'Only this value; all values of the record when left out',
      example: '10 mx1.mailhost.net',
    }),
    via: attributes.via,
    ...selecting,
  },
  async plan(ctx, args) {
    const plan = await planRecords(ctx, { ...args, ...selectionOf(args) }, (now, owner) =>
      planDelete(now, { ...args, ...owner }),
    );
    return plan ?? noChange(nothingToDo('there is no such record.'));
  },
  ...dnsPlanned,
});
