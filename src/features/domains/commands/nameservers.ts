import { AppError } from '../../../lib/errors.ts';
import {
  chosenDomains,
  isPattern,
  isSelecting,
  selectDomains,
  selectingRest,
  selectionOf,
} from '../../litemail/index.ts';
import { command } from '../../product-context.ts';
import { watchNameServers } from '../jobs/watch-name-servers.ts';
import { startNameServers } from '../service/name-servers.ts';
import { nameServersView } from '../views/name-servers-view.ts';

const most = 100;

export const domainsNameservers = command.write({
  name: 'domains nameservers',
  summary: 'Move domains to LiteMail’s name servers: shows which to set and tracks progress',
  role: 'operator',
  notes: [
    'For domains that are not in your Cloudflare account. Domains LiteMail does not have yet are added.',
    'Nothing changes for a domain until its name servers are changed at the registrar.',
  ],
  operations: { litemail: ['connectDomains', 'getNameServers', 'verifyNameServers', 'listDomains'] },
  args: { domains: chosenDomains, ...selectingRest },
  async run(ctx, args) {
    const selection = selectionOf(args);
    const { names } = selection;
    // Names that LiteMail does not have yet are added; whatever else is said can only mean those that it has.
    const isNamed = !names.some(isPattern) && !isSelecting({ ...selection, names: [] }) && !selection.except?.length;
    const domains = isNamed ? names : (await selectDomains(ctx, selection)).map(({ name }) => name);
    if (domains.length > most)
      throw new AppError('bad_input', `At most ${most} domains at a time; these are ${domains.length}.`);
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
