import pLimit from 'p-limit';
import { AppError } from '../../../lib/errors.ts';
import type { View } from '../../../ports/notifier.ts';
import { chosenDomain, selectingWords, selectionOf } from '../../litemail/index.ts';
import { type CommandContext, command } from '../../product-context.ts';
import { attributes } from '../dns-arguments.ts';
import { lintZone } from '../service/lint-zone.ts';
import { type ResolvedZone, readZone, selectZones } from '../service/providers.ts';
import { lintedLaterView, lintedZonesView, lintView } from '../views/lint-view.ts';

export const dnsLint = command.read({
  name: 'dns lint',
  summary: 'Check the DNS records of one or many domains for mistakes',
  role: 'viewer',
  notes: [
    'Of many domains, such as `dns lint acme-*`, it shows the worst of each, the worst domain first.',
    'Each finding names its rule and the fix. Names outside the zone are looked up in live DNS; lookups without an answer do not count against the zone.',
  ],
  operations: {
    litemail: ['listDomains', 'listDnsRecords'],
    cloudflare: ['listZones', 'listDnsRecords', 'getDnsUsage'],
  },
  args: { domain: chosenDomain, ...selectingWords, via: attributes.via },
  async run(ctx, args) {
    const { zones, notes } = await selectZones(ctx, { ...args, ...selectionOf(args) });
    const [only] = zones;
    if (only && zones.length === 1) return lintOne(ctx, only);
    const inTurn = pLimit(concurrency);
    const results = await Promise.all(zones.map((place) => inTurn(() => lintBriefly(ctx, place))));
    return lintedZonesView(results, notes);
  },
});

const concurrency = 6;

async function lintOne(ctx: CommandContext, place: ResolvedZone): Promise<View> {
  const { provider, zone } = place;
  const [sets, usage] = await Promise.all([readZone(ctx, place), provider.usage(zone).catch(unlessOurs)]);
  const { quick, complete } = await lintZone(ctx, { name: zone.name, sets, quota: usage?.quota });
  if (!complete) return lintView(zone.name, quick);
  return {
    ...lintView(zone.name, quick, true),
    followUp: async () => lintedLaterView(zone.name, quick, await complete),
  };
}

/** One of many: with all that live DNS says in time, and why where it cannot be read. */
async function lintBriefly(ctx: CommandContext, place: ResolvedZone) {
  const { name } = place.zone;
  try {
    const { quick, complete } = await lintZone(ctx, { name, sets: await readZone(ctx, place) });
    return { name, ...((await complete) ?? quick) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { name, problem: error.message };
  }
}

/** The zone's usage may be unavailable; everything else can be checked without it. */
function unlessOurs(error: unknown): undefined {
  if (!(error instanceof AppError)) throw error;
}
