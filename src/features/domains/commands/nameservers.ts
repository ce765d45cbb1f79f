import { z } from 'zod';
import { positional } from '../../../engine/commands/arguments.ts';
import { Domain } from '../../litemail/index.ts';
import { command } from '../../product-context.ts';
import { watchNameServers } from '../jobs/watch-name-servers.ts';
import { startNameServers } from '../service/name-servers.ts';
import { nameServersView } from '../views/name-servers-view.ts';

export const domainsNameservers = command.write({
  name: 'domains nameservers',
  summary: 'Move domains to LiteMail’s name servers: shows which to set and tracks progress',
  role: 'operator',
  notes: [
    'For domains that are not in your Cloudflare account. Domains LiteMail does not have yet are added.',
    'Nothing changes for a domain until its name servers are changed at the registrar.',
  ],
  operations: { litemail: ['connectDomains', 'getNameServers', 'verifyNameServers', 'listDomains'] },
  args: {
    domains: positional(z.array(Domain).min(1).max(100), {
      label: 'Domains',
      help: '1 to 100 domain names',
      example: 'new-outreach.com',
    }),
  },
  async run(ctx, { domains }) {
    const watches = await startNameServers(ctx, [...new Set(domains)]);
    const waiting = watches.some(({ state }) => state === 'waiting');
    if (waiting) await watchNameServers.start(ctx, { domains: watches });
    return nameServersView(
      watches,
      waiting
        ? 'This takes from minutes to two days. I’ll keep checking and keep one direct message up to date.'
        : undefined,
    );
  },
});
