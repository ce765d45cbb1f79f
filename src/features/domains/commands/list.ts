import { displayName, normaliseName } from '../../../domain/dns/model/name.ts';
import { typed } from '../../../lib/text.ts';
import { counted, day, isEmpty, listView } from '../../../ui/list.ts';
import {
  containing,
  isPattern,
  isSelecting,
  listDomains,
  selectDomains,
  selecting,
  selectionOf,
  status,
} from '../../litemail/index.ts';
import { command } from '../../product-context.ts';

export const domainsList = command.read({
  name: 'domains list',
  summary: 'List the domains of your LiteMail account',
  role: 'viewer',
  operations: { litemail: ['listDomains'] },
  args: { contains: containing, status, ...selecting },
  async run(ctx, { contains: word, status, ...args }) {
    const pattern = word !== undefined && isPattern(word) ? word : undefined;
    const contains = pattern ? undefined : word;
    const listing = await listDomains(await ctx.apis.litemail(ctx.actor.teamId), { contains, status });
    const selection = selectionOf({ ...args, domain: pattern });
    const chosen = isSelecting(selection) ? await selectDomains(ctx, selection) : undefined;
    const ids = chosen && new Set(chosen.map(({ id }) => id));
    const domains = ids ? { ...listing, items: listing.items.filter(({ id }) => ids.has(id)) } : listing;
    const narrowed = contains || status || ids;
    if (isEmpty(domains))
      return {
        text: narrowed
          ? 'LiteMail has no matching domain.'
          : `LiteMail has no domains yet. ${typed('domains connect')} connects one, ${typed('domains search')} finds a new one.`,
      };
    return listView({
      title: `${counted(domains, 'domain')} at LiteMail`,
      head: ['Domain', 'Status', 'Mailboxes', 'Forwards to', 'DMARC reports', 'Since'],
      rows: domains.items.map((row) => [
        displayName(normaliseName(row.domain)),
        row.status ?? '',
        row.assignedMailboxesCount === undefined ? '' : String(row.assignedMailboxesCount),
        row.forwardTo ?? '',
        row.dmarcEmail ?? '',
        day(row.createdAt),
      ]),
      of: domains,
      right: [2],
      narrow: '--contains',
    });
  },
});
