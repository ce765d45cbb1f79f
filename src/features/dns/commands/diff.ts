import { z } from 'zod';
import { changesBetween } from '../../../domain/dns/plan/zone-plan.ts';
import { fullDiff } from '../../../domain/dns/review/diff-items.ts';
import { flag, positional } from '../../../engine/commands/arguments.ts';
import { AppError } from '../../../lib/errors.ts';
import { parseMoment } from '../../../lib/moment.ts';
import { typed } from '../../../lib/text.ts';
import { command } from '../../product-context.ts';
import { attributes, domain } from '../dns-arguments.ts';
import { readZone, resolveZone } from '../service/providers.ts';
import { snapshotAt } from '../service/zone-history.ts';
import { diffView } from '../views/dns-diff-view.ts';
import { snapshotNote } from '../views/dns-snapshot-view.ts';

export const dnsDiff = command.read({
  name: 'dns diff',
  summary: 'Compare a domain’s DNS records with an earlier time',
  role: 'viewer',
  notes: ['Uses this app’s own snapshots, kept for 90 days; the answer says which one was used.'],
  operations: { litemail: ['listDomains', 'listDnsRecords'], cloudflare: ['listZones', 'listDnsRecords'] },
  args: {
    domain,
    since: positional(z.string().min(1), {
      label: 'Since',
      help: 'How long ago (30d, 12h), or a date such as 2026-09-01 (UTC)',
      example: '30d',
    }),
    until: flag(z.string().optional(), {
      label: 'Until',
      help: 'Compare with this time instead of now',
      example: '7d',
    }),
    via: attributes.via,
  },
  async run(ctx, args) {
    const now = ctx.clock.now();
    const since = parseMoment(args.since, now);
    const until = args.until === undefined ? undefined : parseMoment(args.until, now);
    if (until !== undefined && until < since)
      throw new AppError('bad_input', `Until (${args.until}) is before Since (${args.since}).`, {
        hint: `The earlier time comes first: ${typed(`dns diff ${args.domain} ${args.until} --until ${args.since}`)}.`,
        fields: { until: 'Must be later than Since.' },
      });
    const place = await resolveZone(ctx, ctx.actor.teamId, args.domain, args.via);
    const { zone } = place;
    const was = await snapshotAt(ctx, zone, since, { orFirst: true });
    const is = until === undefined ? undefined : await snapshotAt(ctx, zone, until);
    const changes = changesBetween(zone, was.sets, is?.sets ?? (await readZone(ctx, place)));
    const items = fullDiff([{ zone, changes }]);
    const then = is ? `Until: ${snapshotNote(is)}` : 'Compared with the records as they are now.';
    return diffView(zone, items, changes.length, [`Since: ${snapshotNote(was)}`, then]);
  },
});
