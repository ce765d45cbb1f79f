import { collectPages } from '../../../lib/all-pages.ts';
import { day, listView, plural } from '../../../ui/list.ts';
import { command } from '../../context.ts';
import { dashboardUrl } from '../../litemail/index.ts';

export const exportsHistory = command.read({
  name: 'exports history',
  summary: 'List the exports of mailboxes, and how each went',
  role: 'viewer',
  operations: { litemail: ['listExportHistory'] },
  args: {},
  async run(ctx) {
    const litemail = await ctx.apis.litemail(ctx.actor.teamId);
    const exports = await collectPages((page) => litemail.listExportHistory({ query: { page, limit: 100 } }));
    if (exports.length === 0)
      return { text: 'Nothing has been exported yet. `/litemail mailboxes export INSTANTLY` would.' };
    return listView({
      title: plural(exports.length, 'export'),
      head: ['Date', 'To', 'Mailboxes', 'Status', 'Why not'],
      rows: exports.map(({ createdAt, platform, mailboxCount, mailboxIds, status, error, fileUrl }) => [
        day(createdAt),
        platform ?? '',
        String(mailboxCount ?? mailboxIds?.length ?? ''),
        `${status?.toLowerCase() ?? ''}${fileUrl ? ', file in LiteMail’s dashboard' : ''}`,
        error ?? '',
      ]),
      right: [2],
      notes: [`Files hold passwords, so they are only in <${dashboardUrl}|LiteMail’s dashboard>.`],
    });
  },
});
