import { z } from 'zod';
import { flag, positional } from '../../../engine/commands/arguments.ts';
import { AppError } from '../../../lib/errors.ts';
import { typed } from '../../../lib/text.ts';
import { plural } from '../../../ui/list.ts';
import { given, Platform } from '../../exports/index.ts';
import { callOnce, findMailboxes } from '../../litemail/index.ts';
import { command } from '../../product-context.ts';
import { auditSecretUse } from '../../setup/index.ts';
import { HandedMailboxes, handedItems, handOver, lostHandOver } from '../service/hand-over.ts';

const Connection = z.object({
  kind: z.literal('connect-inboxes'),
  platform: z.string(),
  mailboxes: HandedMailboxes,
  /** The account at the sequencer. */
  login: z.string().optional(),
  /** `Secrets`, encrypted. */
  sealed: z.string().optional(),
});
const Secrets = z.object({ apiKey: z.string().optional(), password: z.string().optional() });
const sealedField = 'mailboxes.connect-inboxes';

const receiverOf = ({ platform, login, sealed }: z.infer<typeof Connection>): string =>
  `${platform}, ${login ? `account ${login}` : sealed === undefined ? 'with the account saved at LiteMail' : 'the account of the API key that was entered'}`;

export const mailboxesConnectInboxes = command.planned({
  name: 'mailboxes connect-inboxes',
  summary: 'Connect mailboxes to a sequencer with its API key or login',
  role: 'operator',
  notes: [
    'Enter either the sequencer’s API key, or an email and password. They are kept encrypted with the request, shown to nobody, and sent to LiteMail once it is approved.',
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
  planSchema: Connection,
  async plan(ctx, { platform, mailboxes, apiKey, email, password }) {
    if (Boolean(email) !== Boolean(password))
      throw new AppError('bad_input', 'Email and password go together, and one of them is missing.', {
        hint: `Open the form with ${typed('mailboxes connect-inboxes')} and enter both, or the API key.`,
      });
    const rows = await findMailboxes(await ctx.apis.litemail(ctx.actor.teamId), mailboxes);
    const secrets = given({ apiKey, password });
    return {
      kind: 'connect-inboxes' as const,
      platform,
      mailboxes: rows.map(({ id, email: address = id }) => ({ id, email: address })),
      ...(email && { login: email }),
      ...(Object.keys(secrets).length > 0 && {
        sealed: ctx.vault.seal(ctx.actor.teamId, sealedField, JSON.stringify(secrets)),
      }),
    };
  },
  describe: (plan) => ({
    title: `Connect ${plural(plan.mailboxes.length, 'mailbox', 'mailboxes')} to ${plan.platform}`,
    ...handOver(plan.mailboxes, receiverOf(plan)),
    meaning: [`LiteMail gives ${plan.platform} the passwords of these mailboxes.`],
  }),
  allItems: (plan) => handedItems(plan.mailboxes, receiverOf(plan)),
  async apply(ctx, { platform, mailboxes, login, sealed }, journal) {
    const litemail = await ctx.apis.litemail(ctx.actor.teamId, 'apply');
    const secrets =
      sealed === undefined ? {} : Secrets.parse(JSON.parse(ctx.vault.open(ctx.actor.teamId, sealedField, sealed)));
    const called = await callOnce(journal, {
      async before() {
        await auditSecretUse(ctx, 'mailboxes.connect_inboxes', { platform, mailboxes: mailboxes.length });
        return null;
      },
      call: () =>
        litemail.connectInboxes({
          body: {
            platform: platform.toLowerCase(),
            mailboxIds: mailboxes.map(({ id }) => id),
            ...given({ ...secrets, email: login }),
          },
        }),
    });
    if (called.kind !== 'answered') return lostHandOver;
    const results = called.answer?.results ?? [];
    const failed = results.filter(({ error, status }) => error || /fail|error/i.test(status ?? ''));
    const connected = called.answer?.connected ?? mailboxes.length - failed.length;
    return {
      status: connected > 0 ? 'applied' : 'failed',
      text: `${connected} of ${plural(mailboxes.length, 'mailbox', 'mailboxes')} connected to ${platform}.`,
      lines: failed.map(
        ({ email: address, mailboxId, error }) =>
          `${address ?? mailboxId ?? ''}: ${error ?? 'LiteMail gave no reason'}`,
      ),
    };
  },
});
