import { z } from 'zod';
import { flag, positional } from '../../../engine/commands/arguments.ts';
import { AppError } from '../../../lib/errors.ts';
import { typed } from '../../../lib/text.ts';
import { context, section } from '../../../ui/block-kit.ts';
import { listView, plural } from '../../../ui/list.ts';
import { given, Platform } from '../../exports/index.ts';
import { findMailboxes } from '../../litemail/index.ts';
import { command } from '../../product-context.ts';
import { auditSecretUse } from '../../setup/index.ts';

export const mailboxesConnectInboxes = command.write({
  name: 'mailboxes connect-inboxes',
  summary: 'Connect mailboxes to a sequencer with its API key or login',
  role: 'operator',
  notes: [
    'Enter either the sequencer’s API key, or an email and password. They are sent to LiteMail and not stored here.',
  ],
  operations: { litemail: ['connectInboxes', 'listMailboxes'] },
  args: {
    platform: positional(Platform, { label: 'Sequencer', help: 'Where the inboxes are used', example: 'INSTANTLY' }),
    mailboxes: flag(z.array(z.string().min(3)).min(1).max(500), {
      label: 'Mailboxes',
      help: 'Their addresses',
      example: 'ana@acme-mail.com',
      widget: { options: 'mailboxes' },
    }),
    apiKey: flag(z.string().optional(), {
      label: 'API key',
      help: 'From the sequencer’s settings. Without API key, email and password, the account saved at LiteMail is used',
      example: '…',
      secret: true,
    }),
    email: flag(z.email('Use an address like `ops@acme.com`.').optional(), {
      label: 'Login email',
      help: 'Of your account at the sequencer',
      example: 'ops@acme.com',
    }),
    password: flag(z.string().optional(), {
      label: 'Password',
      help: 'Of your account at the sequencer',
      example: '…',
      secret: true,
    }),
  },
  async run(ctx, { platform, mailboxes, apiKey, email, password }) {
    if (Boolean(email) !== Boolean(password))
      throw new AppError('bad_input', 'Email and password go together, and one of them is missing.', {
        hint: `Open the form with ${typed('mailboxes connect-inboxes')} and enter both, or the API key.`,
      });
    const litemail = await ctx.apis.litemail(ctx.actor.teamId);
    const rows = await findMailboxes(litemail, mailboxes);
    await auditSecretUse(ctx, 'mailboxes.connect_inboxes', { platform, mailboxes: rows.length });
    const answer = await litemail.connectInboxes({
      body: {
        platform: platform.toLowerCase(),
        mailboxIds: rows.map(({ id }) => id),
        ...given({ apiKey, email, password }),
      },
    });
    const results = answer?.results ?? [];
    const failed = results.filter(({ error, status }) => error || /fail|error/i.test(status ?? ''));
    const connected = answer?.connected ?? rows.length - failed.length;
    const title = `${connected} of ${plural(rows.length, 'mailbox', 'mailboxes')} connected to ${platform}`;
    if (failed.length === 0) return { text: `${title}.`, blocks: [section(`:white_check_mark: *${title}*`)] };
    const list = listView({
      title,
      head: ['Mailbox', 'Error'],
      rows: failed.map(({ email: address, mailboxId, error }) => [
        address ?? mailboxId ?? '',
        error ?? 'LiteMail gave no reason',
      ]),
    });
    return { ...list, blocks: [...(list.blocks ?? []), context('The others are connected.')] };
  },
});
