import { z } from 'zod';
import { planDelete } from '../core/dns/intent.ts';
import { planZone } from '../services/dns/plan-zone.ts';
import { nothingToDo } from '../views/dns-records.ts';
import { positional } from './args.ts';
import { command, nothing } from './define.ts';
import { attributes, domain, name, placeOfRecord, reaches, type } from './dns-args.ts';
import { dnsPlanned } from './dns-planned.ts';

export const dnsDelete = command.planned({
  name: 'dns delete',
  summary: 'Delete a DNS record, or one of its values',
  role: 'operator',
  reaches,
  args: {
    domain,
    type,
    name,
    value: positional(z.string().optional(), {
      label: 'Value',
      help: 'Only this value; without it, all values of the record',
      example: '10 mx1.mailhost.net',
    }),
    via: attributes.via,
  },
  async plan(ctx, args) {
    const { owner, ...place } = await placeOfRecord(ctx, args);
    const plan = await planZone(ctx, place, (now) => planDelete(now, { ...args, zone: place.zone, name: owner }));
    return plan ?? nothing(nothingToDo('there is no such record.'));
  },
  ...dnsPlanned,
});
