import { displayName } from '../../../domain/dns/model/name.ts';
import { onePage } from '../../../lib/all-pages.ts';
import { commandPrefix } from '../../../lib/text.ts';
import { code } from '../../../ui/block-kit.ts';
import { counted, listView } from '../../../ui/list.ts';
import { command } from '../../product-context.ts';
import { credentialFormView, credentialsMissingView } from '../credential-form.ts';

export const domainsCredentials = command.read({
  name: 'domains credentials',
  summary: 'Show whether LiteMail has Cloudflare credentials and which zones it sees',
  role: 'operator',
  operations: { litemail: ['getCloudflareCredentials'] },
  args: {},
  async run(ctx) {
    const answer = await (await ctx.apis.litemail(ctx.actor.teamId)).getCloudflareCredentials();
    const { hasCredentials } = answer;
    if (hasCredentials === false)
      return credentialsMissingView([], (await ctx.openForm?.(credentialFormView([], ctx.channel))) ?? false);
    const zones = await onePage(async () => answer);
    const title = `${hasCredentials ? 'LiteMail has Cloudflare credentials saved' : 'LiteMail does not say whether it has Cloudflare credentials'} and sees ${counted(zones, 'zone')}`;
    const rows = zones.items.map(({ name, status, plan, isConnected }) => [
      displayName(name),
      status ?? '',
      plan ?? '',
      isConnected === undefined ? 'not said' : isConnected ? 'connected' : 'not connected',
    ]);
    return listView({
      title,
      head: ['Zone', 'Status', 'Plan', 'LiteMail'],
      rows,
      of: zones,
      notes: [
        `Connect some with ${code(`${commandPrefix} domains connect <domains>`)}. LiteMail stores Cloudflare’s Global API Key, which has full access: consider a separate account for it.`,
      ],
    });
  },
});
