import { z } from 'zod';
import { DnsPlan, dnsPlan, proposal } from '../core/dns/dns-plan.ts';
import { planDelete } from '../core/dns/intent.ts';
import { applyDnsPlan } from '../services/dns/apply-dns-plan.ts';
import { positional } from './args.ts';
import { command } from './define.ts';
import { attributes, domain, name, reaches, type, zoneNow } from './dns-args.ts';

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
  planSchema: DnsPlan,
  async plan(ctx, args) {
    const { zone, current, owner } = await zoneNow(ctx, args);
    return dnsPlan(planDelete(current, { ...args, zone, name: owner }), current);
  },
  describe: proposal,
  apply: (ctx, plan, journal) => applyDnsPlan(ctx, ctx.actor.teamId, plan, journal),
});
