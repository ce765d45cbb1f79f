import { z } from 'zod';
import { flag, positional } from '../../../engine/commands/arguments.ts';
import { typed } from '../../../lib/text.ts';
import { plural } from '../../../ui/list.ts';
import { findMailboxes } from '../../litemail/index.ts';
import { command } from '../../product-context.ts';
import { Platform } from '../export-arguments.ts';

export const exportsRecord = command.write({
  name: 'exports record',
  summary: 'Record a manual export in LiteMail’s history',
  role: 'operator',
  operations: { litemail: ['createExportHistoryRecord', 'listMailboxes'] },
  args: {
    platform: positional(Platform, {
      label: 'Sequencer',
      help: 'Where the mailboxes were exported to',
      example: 'INSTANTLY',
    }),
    mailboxes: flag(z.array(z.string().min(3)).min(1).max(500), {
      label: 'Mailboxes',
      help: 'Their addresses',
      example: 'ana@acme-mail.com',
      widget: { options: 'mailboxes' },
    }),
    status: flag(z.enum(['COMPLETED', 'PENDING', 'FAILED']).default('COMPLETED'), {
      label: 'Status',
      help: 'How it ended; default COMPLETED',
      example: 'COMPLETED',
    }),
  },
  async run(ctx, { platform, mailboxes, status }) {
    const litemail = await ctx.apis.litemail(ctx.actor.teamId);
    const rows = await findMailboxes(litemail, mailboxes);
    await litemail.createExportHistoryRecord({ body: { platform, mailboxIds: rows.map(({ id }) => id), status } });
    return {
      text: `LiteMail’s history now has an export of ${plural(rows.length, 'mailbox', 'mailboxes')} to ${platform} (${status.toLowerCase()}). ${typed('exports history')} shows it.`,
    };
  },
});
