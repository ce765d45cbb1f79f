import { z } from 'zod';
import { positional } from '../../../engine/commands/arguments.ts';
import { typed } from '../../../lib/text.ts';
import { Domain } from '../../litemail/index.ts';
import { command } from '../../product-context.ts';
import { checkNameServers } from '../service/name-servers.ts';
import { nameServersView } from '../views/name-servers-view.ts';

export const domainsVerify = command.read({
  name: 'domains verify',
  summary: 'Check whether LiteMail’s name servers are live, or what is missing',
  role: 'viewer',
  operations: { litemail: ['verifyNameServers', 'listDomains'] },
  args: {
    domains: positional(z.array(Domain).min(1).max(20), {
      label: 'Domains',
      help: '1 to 20 domains of your LiteMail account',
      example: 'acme-mail.com',
    }),
  },
  async run(ctx, { domains }) {
    const watches = await checkNameServers(ctx, [...new Set(domains)]);
    const waiting = watches.some(({ state }) => state === 'waiting');
    return nameServersView(
      watches,
      waiting ? `${typed(`domains nameservers ${domains.join(' ')}`)} keeps checking.` : undefined,
    );
  },
});
