import { z } from 'zod';
import { flag, positional } from '../../../engine/commands/arguments.ts';
import { AppError } from '../../../lib/errors.ts';
import { context, section } from '../../../ui/block-kit.ts';
import { listView, plural } from '../../../ui/list.ts';
import { command } from '../../context.ts';
import { given, Platform } from '../../exports/index.ts';
import { findMailboxes } from '../../litemail/index.ts';
import { auditSecretUse } from '../../setup/index.ts';

export const mailboxesConnectInboxes = command.write({
  name: 'mailboxes connect-inboxes',
  summary: 'Connect mailboxes to a platform with its key or login',
  role: 'operator',
  notes: ['Give either the platform’s API key, or e-mail and password. They go to LiteMail and are kept nowhere here.'],
  operations: { litemail: ['connectInboxes', 'listMailboxes'] },
  args: {
    platform: positional(Platform, { label: 'Platform', help: 'Where the inboxes are used', example: 'INSTANTLY' }),
    mailboxes: flag(z.array(z.string().min(3)).min(1).max(500), {
      label: 'Mailboxes',
      help: 'Their addresses',
      example: 'ana@acme-mail.com',
      widget: { options: 'mailboxes' },
    }),
    apiKey: flag(z.string().optional(), {
      label: 'API key of the platform',
      help: 'From the platform’s settings; LiteMail’s saved account is used when all three are left out',
      example: '…',
      secret: true,
    }),
    email: flag(z.email('Write it like `ops@acme.com`.').optional(), {
      label: 'Login e-mail',
      help: 'At the platform',
      example: 'ops@acme.com',
    }),
    password: flag(z.string().optional(), { label: 'Password', help: 'At the platform', example: '…', secret: true }),
  },
  async run(ctx, { platform, mailboxes, apiKey, email, password }) {
    if (Boolean(email) !== Boolean(password))
      throw new AppError('bad_input', 'E-mail and password of the platform belong together, and one is missing.', {
        hint: 'Open the form with `/litemail mailboxes connect-inboxes` and give both, or the API key.',
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
      head: ['Mailbox', 'Why not'],
      rows: failed.map(({ email: address, mailboxId, error }) => [
        address ?? mailboxId ?? '',
        error ?? 'LiteMail does not say',
      ]),
    });
    return { ...list, blocks: [...(list.blocks ?? []), context('The others are connected.')] };
  },
});
