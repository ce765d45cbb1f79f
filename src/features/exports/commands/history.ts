import { collectPages } from '../../../lib/all-pages.ts';
import { typed } from '../../../lib/text.ts';
import { counted, day, isEmpty, listView } from '../../../ui/list.ts';
import { dashboardUrl } from '../../litemail/index.ts';
import { command } from '../../product-context.ts';

export const exportsHistory = command.read({
  name: 'exports history',
  summary: 'List mailbox exports and their status',
  role: 'viewer',
  operations: { litemail: ['listExportHistory'] },
  args: {},
  async run(ctx) {
    const litemail = await ctx.apis.litemail(ctx.actor.teamId);
    const exports = await collectPages(100, (page) => litemail.listExportHistory({ query: { page, limit: 100 } }));
    if (isEmpty(exports))
      return { text: `There are no exports yet. Start one with ${typed('mailboxes export INSTANTLY')}.` };
    return listView({
      title: counted(exports, 'export'),
      head: ['Date', 'To', 'Mailboxes', 'Status', 'Error'],
      rows: exports.items.map(({ createdAt, platform, mailboxCount, mailboxIds, status, error, fileUrl }) => [
        day(createdAt),
        platform ?? '',
        String(mailboxCount ?? mailboxIds?.length ?? ''),
        `${status?.toLowerCase() ?? ''}${fileUrl ? ', file in LiteMail’s dashboard' : ''}`,
        error ?? '',
      ]),
      of: exports,
      right: [2],
      notes: [`Files contain passwords, so they are only in <${dashboardUrl}|LiteMail’s dashboard>.`],
    });
  },
});
