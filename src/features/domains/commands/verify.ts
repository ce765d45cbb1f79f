import { typed } from '../../../lib/text.ts';
import { chosenDomains, selectDomains, selectingRest, selectionOf } from '../../litemail/index.ts';
import { command } from '../../product-context.ts';
import { checkNameServers } from '../service/name-servers.ts';
import { nameServersView } from '../views/name-servers-view.ts';

export const domainsVerify = command.read({
  name: 'domains verify',
  summary: 'Check whether LiteMail’s name servers are live, or what is missing',
  role: 'viewer',
  operations: { litemail: ['verifyNameServers', 'listDomains'] },
  args: { domains: chosenDomains, ...selectingRest },
  async run(ctx, args) {
    const watches = await checkNameServers(ctx, await selectDomains(ctx, selectionOf(args)));
    const names = watches.slice(0, 20).map(({ name }) => name);
    const waiting = watches.some(({ state }) => state === 'waiting');
    return nameServersView(
      watches,
      waiting ? `${typed(`domains nameservers ${names.join(' ')}`)} keeps checking.` : undefined,
    );
  },
});
