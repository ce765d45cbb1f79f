import { z } from 'zod';
import { flag, positional } from '../../../engine/commands/arguments.ts';
import { onePage } from '../../../lib/all-pages.ts';
import { counted, isEmpty, listView, plural } from '../../../ui/list.ts';
import { chosenMailboxes, selecting, selectionOf } from '../../litemail/index.ts';
import { command } from '../../product-context.ts';

const dayMs = 86_400_000;
const date = (at: number) => new Date(at).toISOString().slice(0, 10);
const percent = (value: number | undefined) => (value === undefined ? '' : `${Math.round(value)}%`);

export const mailboxesWarmup = command.read({
  name: 'mailboxes warmup',
  summary: 'Show mailbox warmup: health score and inbox placement',
  role: 'viewer',
  operations: { litemail: ['getWarmupAnalytics', 'listMailboxes'] },
  args: {
    mailboxes: positional(z.array(z.string().min(3)).optional(), {
      label: 'Mailboxes',
      help: 'Their addresses; default: all mailboxes',
      example: 'ana@acme-mail.com',
      widget: { options: 'mailboxes' },
    }),
    days: flag(z.number().int().min(1).max(90).default(7), {
      label: 'Days',
      help: 'How many days back, 1 to 90; default 7',
      example: '7',
    }),
    ...selecting,
  },
  async run(ctx, { mailboxes = [], days, ...args }) {
    const litemail = await ctx.apis.litemail(ctx.actor.teamId);
    const ids = (await chosenMailboxes(ctx, mailboxes, selectionOf(args))).map(({ id }) => id);
    const now = ctx.clock.now();
    const warmups = await onePage(() =>
      litemail.getWarmupAnalytics({
        query: {
          startDate: date(now - (days - 1) * dayMs),
          endDate: date(now),
          ...(ids.length > 0 && { mailboxIds: ids }),
        },
      }),
    );
    if (isEmpty(warmups)) return { text: 'LiteMail has no warmup data yet.' };
    const worst = [...warmups.items].sort((a, b) => (a.healthScore ?? 101) - (b.healthScore ?? 101));
    return listView({
      title: `Warmup of ${counted(warmups, 'mailbox', 'mailboxes')} over ${plural(days, 'day')}`,
      head: ['Mailbox', 'Warmup', 'Health', 'Sent', 'Inbox', 'Spam', 'Inbox rate'],
      rows: worst.map((row) => [
        row.email ?? row.mailboxId ?? '',
        row.warmupStatus?.toLowerCase() ?? '',
        percent(row.healthScore),
        row.sent === undefined ? '' : String(row.sent),
        row.inbox === undefined ? '' : String(row.inbox),
        row.spam === undefined ? '' : String(row.spam),
        percent(row.inboxRate),
      ]),
      of: warmups,
      right: [2, 3, 4, 5, 6],
      narrow: '<mailboxes>',
      notes: ['Lowest health first.'],
    });
  },
});
