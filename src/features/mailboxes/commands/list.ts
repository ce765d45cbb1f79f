import { flag } from '../../../engine/commands/arguments.ts';
import { typed } from '../../../lib/text.ts';
import { counted, day, isEmpty, listView } from '../../../ui/list.ts';
import { containing, credentialsNote, Domain, findDomain, listMailboxes, status } from '../../litemail/index.ts';
import { command } from '../../product-context.ts';

export const mailboxesList = command.read({
  name: 'mailboxes list',
  summary: 'List mailboxes with their status',
  role: 'viewer',
  operations: { litemail: ['listMailboxes', 'listDomains'] },
  args: {
    domain: flag(Domain.optional(), {
      label: 'Domain',
      help: 'Only mailboxes of this domain',
      example: 'acme-mail.com',
      widget: { options: 'domains' },
      bare: true,
    }),
    status,
    contains: containing,
  },
  async run(ctx, { domain, ...filter }) {
    const litemail = await ctx.apis.litemail(ctx.actor.teamId);
    const domainId = domain && (await findDomain(litemail, domain)).id;
    const mailboxes = await listMailboxes(litemail, { ...filter, domainId });
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
