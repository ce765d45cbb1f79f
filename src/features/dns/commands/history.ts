import { z } from 'zod';
import { flag } from '../../../engine/commands/arguments.ts';
import { command } from '../../product-context.ts';
import { attributes, domain } from '../dns-arguments.ts';
import { resolveZone } from '../service/providers.ts';
import { zoneHistory } from '../service/zone-history.ts';
import { historyView } from '../views/dns-history-view.ts';

export const dnsHistory = command.read({
  name: 'dns history',
  summary: 'Show the history of a domain’s DNS records: what changed, when, by whom and why',
  role: 'viewer',
  notes: ['Changes made outside this app are listed too, as far as it saw them.'],
  operations: { litemail: ['listDomains'], cloudflare: ['listZones'] },
  args: {
    domain,
    limit: flag(z.number().int().min(1).max(20).default(8), {
      label: 'Limit',
      help: 'Number of changes to show, at most 20',
      example: '8',
    }),
    via: attributes.via,
  },
  async run(ctx, args) {
    const { zone } = await resolveZone(ctx, ctx.actor.teamId, args.domain, args.via);
    return historyView(zone, await zoneHistory(ctx, zone, args.limit));
  },
});
