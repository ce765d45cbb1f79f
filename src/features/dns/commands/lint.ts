import { AppError } from '../../../lib/errors.ts';
import { command } from '../../product-context.ts';
import { attributes, domain } from '../dns-arguments.ts';
import { lintZone } from '../service/lint-zone.ts';
import { readZone, resolveZone } from '../service/providers.ts';
import { lintedLaterView, lintView } from '../views/lint-view.ts';

export const dnsLint = command.read({
  name: 'dns lint',
  summary: 'Check the DNS records of a domain for mistakes',
  role: 'viewer',
  notes: [
    'Each finding names its rule and the fix. Names outside the zone are looked up in live DNS; lookups without an answer do not count against the zone.',
  ],
  operations: {
    litemail: ['listDomains', 'listDnsRecords'],
    cloudflare: ['listZones', 'listDnsRecords', 'getDnsUsage'],
  },
  args: { domain, via: attributes.via },
  async run(ctx, { domain: name, via }) {
    const place = await resolveZone(ctx, ctx.actor.teamId, name, via);
    const { provider, zone } = place;
    const [sets, usage] = await Promise.all([readZone(ctx, place), provider.usage(zone).catch(unlessOurs)]);
    const { quick, complete } = await lintZone(ctx, { name: zone.name, sets, quota: usage?.quota });
    if (!complete) return lintView(zone.name, quick);
    return {
      ...lintView(zone.name, quick, true),
      followUp: async () => lintedLaterView(zone.name, quick, await complete),
    };
  },
});

/** The zone's usage may be unavailable; everything else can be checked without it. */
function unlessOurs(error: unknown): undefined {
  if (!(error instanceof AppError)) throw error;
}
