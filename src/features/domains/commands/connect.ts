import { z } from 'zod';
import { positional } from '../../../engine/commands/arguments.ts';
import { Domain } from '../../litemail/index.ts';
import { command } from '../../product-context.ts';
import { credentialFormView, credentialsMissingView } from '../credential-form.ts';
import { connectDomains } from '../jobs/connect-domains.ts';
import { activeDomains, connections, isSettled, zonesOf } from '../service/domain-connection.ts';
import { connectView } from '../views/connect-domains-view.ts';

export const domainsConnect = command.write({
  name: 'domains connect',
  summary: 'Connect domains in your Cloudflare account to LiteMail',
  role: 'operator',
  notes: ['Uses the Cloudflare credentials saved at LiteMail; if there are none, a form asks for them.'],
  operations: { litemail: ['getCloudflareCredentials', 'saveCredentialsOrConnectDomain', 'listDomains'] },
  args: {
    domains: positional(z.array(Domain).min(1).max(500), {
      label: 'Domains',
      help: '1 to 500 domain names',
      example: 'acme-mail.com',
      file: true,
    }),
  },
  async run(ctx, { domains }) {
    const litemail = await ctx.apis.litemail(ctx.actor.teamId);
    const active = await activeDomains(litemail);
    const { hasCredentials, ...seen } = await litemail.getCloudflareCredentials();
    const isKnown = domains.every((name) => active.has(name));
    if (hasCredentials === false && !isKnown) {
      const opened = await ctx.openForm?.(credentialFormView(domains, ctx.channel));
      return credentialsMissingView(domains, opened ?? false);
    }
    const progress = connections(domains, { ...zonesOf(seen), active });
    if (progress.every(isSettled)) return connectView(progress);
    await connectDomains.start(ctx, { domains: progress });
    return {
      text: `Connecting ${progress.length} domain${progress.length === 1 ? '' : 's'} to LiteMail. I’ll keep one direct message to you up to date until all are done.`,
    };
  },
});
