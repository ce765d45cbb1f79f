import { flag } from '../../../engine/commands/arguments.ts';
import { typed } from '../../../lib/text.ts';
import { counted, day, isEmpty, listView } from '../../../ui/list.ts';
import {
  containing,
  credentialsNote,
  DomainOrPattern,
  isSelecting,
  listMailboxes,
  mailboxesOn,
  selectDomains,
  selecting,
  selectionOf,
  status,
} from '../../litemail/index.ts';
import { command } from '../../product-context.ts';

export const mailboxesList = command.read({
  name: 'mailboxes list',
  summary: 'List mailboxes with their status',
  role: 'viewer',
  operations: { litemail: ['listMailboxes', 'listDomains'] },
  args: {
    domain: flag(DomainOrPattern.optional(), {
      label: 'Domain',
      help: 'Only mailboxes of this domain, or of a pattern such as acme-*',
      example: 'acme-mail.com',
      widget: { options: 'domains' },
      bare: true,
    }),
    status,
    contains: containing,
    ...selecting,
  },
  async run(ctx, { status, contains, ...args }) {
    const litemail = await ctx.apis.litemail(ctx.actor.teamId);
    const selection = selectionOf(args);
    const domains = isSelecting(selection) ? await selectDomains(ctx, selection) : undefined;
    const [only, another] = domains ?? [];
    const listing = await listMailboxes(litemail, { status, contains, domainId: another ? undefined : only?.id });
    const mailboxes = another ? { ...listing, items: mailboxesOn(domains ?? [], listing.items) } : listing;
    if (isEmpty(mailboxes))
      return { text: `No mailboxes match. ${typed('mailboxes assign <domain>')} creates new ones.` };
    return listView({
      title: counted(mailboxes, 'mailbox', 'mailboxes'),
      head: ['Address', 'Name', 'Status', 'Warmed up', 'Renews'],
      rows: mailboxes.items.map((row) => [
        row.email ?? row.id,
        [row.firstName, row.lastName].filter(Boolean).join(' '),
        row.status ?? '',
        row.isWarmedUp === undefined ? '' : row.isWarmedUp ? 'yes' : 'no',
        day(row.expireOn),
      ]),
      of: mailboxes,
      narrow: '--contains',
      notes: [credentialsNote],
    });
  },
});
