import { z } from 'zod';
import { planAdd } from '../core/dns/intent.ts';
import { planZone } from '../services/dns/plan-zone.ts';
import { asItIs } from '../views/dns-records.ts';
import { positional } from './args.ts';
import { command, nothing } from './define.ts';
import { attributes, domain, name, placeOfRecord, reaches, type } from './dns-args.ts';
import { dnsPlanned } from './dns-planned.ts';

export const dnsAdd = command.planned({
  name: 'dns add',
  summary: 'Add a DNS record beside what is there',
  role: 'operator',
  reaches,
  args: {
    domain,
    type,
    name,
    value: positional(z.string().min(1), {
      label: 'Value',
      help: 'What the record says, as in a zone file; MX with its priority first',
      example: 'v=spf1 include:_spf.google.com ~all',
      widget: 'multiline',
    }),
    ...attributes,
  },
  async plan(ctx, args) {
    const { owner, ...place } = await placeOfRecord(ctx, args);
    const plan = await planZone(ctx, place, (now) => planAdd(now, { ...args, zone: place.zone, name: owner }));
    return plan ?? nothing(asItIs(args));
  },
  ...dnsPlanned,
});
