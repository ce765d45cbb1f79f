import { z } from 'zod';
import { flag } from '../../../engine/commands/arguments.ts';
import { command } from '../../product-context.ts';
import { attributes, domain } from '../dns-arguments.ts';
import { resolveZone } from '../service/providers.ts';
import { zoneHistory } from '../service/zone-history.ts';
import { historyView } from '../views/dns-history-view.ts';

export const dnsHistory = command.read({
  name: 'dns history',
  summary: 'Show what changed the DNS records of a domain: when, who and why',
  role: 'viewer',
  notes: ['Changes made elsewhere are listed too, as far as the app noticed them.'],
  operations: { litemail: ['listDomains'], cloudflare: ['listZones'] },
  args: {
    domain,
    limit: flag(z.number().int().min(1).max(20).default(8), {
      label: 'How many',
      help: 'Changes to show, at most 20',
      example: '8',
    }),
    via: attributes.via,
  },
  async run(ctx, args) {
    const { zone } = await resolveZone(ctx, ctx.actor.teamId, args.domain, args.via);
    return historyView(zone, await zoneHistory(ctx, zone, args.limit));
  },
});
