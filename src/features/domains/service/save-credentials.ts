import { onePage } from '../../../lib/all-pages.ts';
import { AppError } from '../../../lib/errors.ts';
import { typed } from '../../../lib/text.ts';
import type { View } from '../../../ports/notifier.ts';
import type { CommandContext } from '../../product-context.ts';
import { connectDomains } from '../jobs/connect-domains.ts';
import { activeDomains, connections } from './domain-connection.ts';

interface Credentials {
  readonly email: string;
  readonly apiKey: string;
  readonly accountId: string;
}

/** Passes the credentials to LiteMail without storing them, then starts connecting. */
export async function saveCredentialsAndConnect(
  ctx: CommandContext,
  credentials: Credentials,
  names: readonly string[],
): Promise<View> {
  const litemail = await ctx.apis.litemail(ctx.actor.teamId);
  // An old button must not put another account in the place of the one that the team's domains are connected with.
  if ((await litemail.getCloudflareCredentials()).hasCredentials)
    throw new AppError('conflict', 'LiteMail has Cloudflare credentials of this team already; nothing was replaced.', {
      hint: `${typed('domains connect')} uses them. They can be replaced in LiteMail’s dashboard.`,
    });
  await litemail.saveCredentialsOrConnectDomain({ body: credentials });
  await ctx.stores.audit.append({
    at: new Date(ctx.clock.now()).toISOString(),
    teamId: ctx.actor.teamId,
    actor: ctx.actor.userId,
    action: 'cloudflare.credentials_saved',
    details: { at: 'LiteMail' },
  });
  const saved = await litemail.getCloudflareCredentials();
  if (saved.hasCredentials === false) {
    throw new AppError('upstream_rejected', 'LiteMail accepted the form but still reports no Cloudflare credentials.', {
      hint: 'Check them at Cloudflare and send the form again.',
    });
  }
  if (names.length === 0)
    return { text: `LiteMail has the Cloudflare credentials now and sees ${saved.items.length} zones.` };
  await connectDomains.start(ctx, {
    domains: connections(names, { zones: await onePage(async () => saved), active: await activeDomains(litemail) }),
  });
  return {
    text: `Saved at LiteMail. Now connecting ${names.length} domain${names.length === 1 ? '' : 's'}; I’ll keep one direct message to you up to date.`,
  };
}
