import { displayName } from '../../../domain/dns/model/name.ts';
import { formatZoneFile } from '../../../domain/dns/zonefile/write-zone-file.ts';
import { command } from '../../product-context.ts';
import { attributes, domain } from '../dns-arguments.ts';
import { readZone, resolveZone } from '../service/providers.ts';

export const dnsExport = command.read({
  name: 'dns export',
  summary: 'Export all DNS records of a domain as a zone file',
  role: 'viewer',
  notes: ['A BIND file, with comments, tags and proxy settings as Cloudflare writes them. `dns import` reads it.'],
  operations: { litemail: ['listDomains', 'listDnsRecords'], cloudflare: ['listZones', 'listDnsRecords'] },
  args: { domain, via: attributes.via },
  async run(ctx, args) {
    const place = await resolveZone(ctx, ctx.actor.teamId, args.domain, args.via);
    const { zone } = place;
    const sets = await readZone(ctx, place);
    const rows = sets.reduce((sum, set) => sum + set.values.length, 0);
    const text = formatZoneFile(zone.name, sets);
    const comments = text.match(/^; not exported:/gm)?.length ?? 0;
    const records = `records of ${displayName(zone.name)} as a zone file`;
    return {
      text:
        comments === 0
          ? `All ${rows} ${records}.`
          : `${rows - comments} of the ${rows} ${records}. What it cannot hold (${comments}) is included as comments, which \`dns import\` skips.`,
      file: { name: `${zone.name}.zone`, text },
    };
  },
});
