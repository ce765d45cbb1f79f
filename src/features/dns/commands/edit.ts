import { z } from 'zod';
import { planEdit, planIncludes } from '../../../domain/dns/plan/edit-value.ts';
import { flag } from '../../../engine/commands/arguments.ts';
import { noChange } from '../../../engine/commands/define.ts';
import { AppError } from '../../../lib/errors.ts';
import { chosenDomain, selecting, selectionOf } from '../../litemail/index.ts';
import { command } from '../../product-context.ts';
import { attributes, dnsOperations, manyNote, name, type } from '../dns-arguments.ts';
import { dnsPlanned } from '../dns-planned.ts';
import { planRecords } from '../service/plan-zone.ts';
import { nothingToDo } from '../views/dns-records-view.ts';

const includes = z.array(z.string().min(1)).max(20).default([]);

export const dnsEdit = command.planned({
  name: 'dns edit',
  summary: 'Replace one value of a DNS record, or change single includes of its SPF',
  role: 'operator',
  notes: [
    'The other values stay, and the replaced one keeps its TTL, proxy setting, comment and tags.',
    '`--from` takes the old value, a part that no other value has, or what it is: `spf`, `dmarc`, `dkim`, `verification`. It can be left out where it is clear.',
    'Includes are added before “all”; everything else in the SPF record stays in its order.',
    manyNote,
  ],
  operations: dnsOperations,
  needs: ['to', 'includeAdd', 'includeRemove'],
  args: {
    domain: chosenDomain,
    type,
    name,
    from: flag(z.string().min(1).optional(), {
      label: 'Old value',
      help: 'The value to replace, a part of it, or its kind: spf, dmarc, dkim, verification',
      example: 'verification',
    }),
    to: flag(z.string().min(1).optional(), {
      label: 'New value',
      help: 'The whole new value as in a zone file; for MX, the priority first',
      example: 'google-site-verification=new',
      widget: 'multiline',
    }),
    includeAdd: flag(includes, {
      label: 'Include in SPF',
      help: 'Domains that the SPF record is to include',
      example: '_spf.google.com',
    }),
    includeRemove: flag(includes, {
      label: 'No longer include',
      help: 'Domains that the SPF record includes and is not to include any more',
      example: '_spf.old-provider.com',
    }),
    via: attributes.via,
    ...selecting,
  },
  async plan(ctx, { from, to, includeAdd: add, includeRemove: remove, ...args }) {
    const merges = add.length + remove.length > 0;
    if (merges && (from !== undefined || to !== undefined))
      throw new AppError('bad_input', 'Give either a new value or includes, not both.', {
        fields: { includeAdd: 'Clear this field or the new value.' },
      });
    const plan = await planRecords(ctx, { ...args, ...selectionOf(args) }, (now, owner) =>
      merges
        ? planIncludes(now, { ...args, ...owner, add, remove })
        : planEdit(now, { ...args, ...owner, from, to: to ?? '' }),
    );
    return plan ?? noChange(nothingToDo('the record is already as it would be.'));
  },
  ...dnsPlanned,
});
