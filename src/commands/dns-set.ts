import { z } from 'zod';
import { planSet } from '../core/dns/intent.ts';
import { planZone } from '../services/dns/plan-zone.ts';
import { asItIs } from '../views/dns-records.ts';
import { positional } from './args.ts';
import { command, nothing } from './define.ts';
import { attributes, domain, name, placeOfRecord, reaches, type } from './dns-args.ts';
import { dnsPlanned } from './dns-planned.ts';

export const dnsSet = command.planned({
  name: 'dns set',
  summary: 'Set a DNS record to exactly these values',
  role: 'operator',
  notes: ['Values that are not named are removed. What stays keeps its comment, tags and proxy setting.'],
  reaches,
  args: {
    domain,
    type,
    name,
    values: positional(z.array(z.string().min(1)).min(1), {
      label: 'Values',
      help: 'All values the record shall have, each in quotes if it has spaces',
      example: '192.0.2.2',
      commas: false,
    }),
    ...attributes,
  },
  async plan(ctx, args) {
    const { owner, ...place } = await placeOfRecord(ctx, args);
    const plan = await planZone(ctx, place, (now) => planSet(now, { ...args, zone: place.zone, name: owner }));
    return plan ?? nothing(asItIs(args));
  },
  ...dnsPlanned,
});
