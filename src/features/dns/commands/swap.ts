import { z } from 'zod';
import { planSwitch } from '../../../domain/dns/plan/dns-plan.ts';
import { positional } from '../../../engine/commands/arguments.ts';
import { noChange } from '../../../engine/commands/define.ts';
import { command } from '../../product-context.ts';
import { attributes, dnsOperations, domain, name, placeOfRecord, type } from '../dns-arguments.ts';
import { dnsPlanned } from '../dns-planned.ts';
import { planZone } from '../service/plan-zone.ts';
import { asItIs } from '../views/dns-records-view.ts';

export const dnsSwap = command.planned({
  name: 'dns swap',
  summary: 'Switch a record to another value, with a button to switch back',
  role: 'operator',
  notes: [
    'One call replaces the old value with the new one, then the record is read back. For 30 days, a button in the outcome message switches back, and so does `Undo` on the cards. A CNAME can replace an address and vice versa.',
  ],
  operations: dnsOperations,
  args: {
    domain,
    type: { ...type, example: 'A' },
    name: { ...name, example: 'www' },
    values: positional(z.array(z.string().min(1)).min(1), {
      label: 'Switch to',
      help: 'The new value; several are possible, each in quotes if it has spaces',
      example: '198.51.100.7',
      commas: false,
    }),
    ttl: attributes.ttl,
    proxied: attributes.proxied,
    via: attributes.via,
  },
  async plan(ctx, args) {
    const { owner, ...place } = await placeOfRecord(ctx, args);
    const plan = await planZone(ctx, place, (now) => planSwitch(now, { ...args, zone: place.zone, name: owner }));
    return plan ? { ...plan, switches: 'over' as const } : noChange(asItIs(args));
  },
  ...dnsPlanned,
});
