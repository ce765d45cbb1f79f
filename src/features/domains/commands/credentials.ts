import { displayName } from '../../../domain/dns/model/name.ts';
import { commandPrefix } from '../../../lib/text.ts';
import { code, context, section, table } from '../../../ui/block-kit.ts';
import { command } from '../../product-context.ts';
import { credentialFormView, credentialsMissingView } from '../credential-form.ts';

export const domainsCredentials = command.read({
  name: 'domains credentials',
  summary: 'Show whether LiteMail has Cloudflare credentials and which zones it sees',
  role: 'operator',
  operations: { litemail: ['getCloudflareCredentials'] },
  args: {},
  async run(ctx) {
    const { hasCredentials, domains } = await (await ctx.apis.litemail(ctx.actor.teamId)).getCloudflareCredentials();
    if (hasCredentials === false)
      return credentialsMissingView([], (await ctx.openForm?.(credentialFormView([], ctx.channel))) ?? false);
    const title = `LiteMail has Cloudflare credentials saved and sees ${domains.length} zone${domains.length === 1 ? '' : 's'}`;
    const rows = domains.map(({ name, status, plan, isConnected }) => [
      displayName(name),
      status ?? '',
      plan ?? '',
      isConnected === undefined ? 'not said' : isConnected ? 'connected' : 'not connected',
    ]);
    return {
      text: title,
      blocks: [
        section(`*${title}*`),
        ...(rows.length > 0 ? table([['Zone', 'Status', 'Plan', 'LiteMail'], ...rows]) : []),
        context(
          `Connect some with ${code(`${commandPrefix} domains connect <domains>`)}. LiteMail stores Cloudflare’s Global API Key, which has full access: consider a separate account for it.`,
        ),
      ],
    };
  },
});
