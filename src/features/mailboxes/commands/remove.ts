import { z } from 'zod';
import { positional } from '../../../engine/commands/arguments.ts';
import { withHint } from '../../../engine/jobs/define-watch.ts';
import { AppError, isTransient } from '../../../lib/errors.ts';
import { day, plural } from '../../../ui/list.ts';
import { findMailboxes } from '../../litemail/index.ts';
import { command } from '../../product-context.ts';

const Removal = z.object({
  kind: z.literal('remove-mailboxes'),
  mailboxes: z.array(z.object({ id: z.string(), email: z.string(), until: z.string() })),
});

export const mailboxesRemove = command.planned({
  name: 'mailboxes remove',
  summary: 'Remove mailboxes at their next renewal',
  role: 'operator',
  operations: { litemail: ['removeMailbox', 'listMailboxes'] },
  args: {
    mailboxes: positional(z.array(z.string().min(3)).min(1).max(50), {
      label: 'Mailboxes',
      help: 'Their addresses, at most 50',
      example: 'ana@acme-mail.com',
      widget: { options: 'mailboxes' },
    }),
  },
  planSchema: Removal,
  async plan(ctx, { mailboxes }) {
    const rows = await findMailboxes(await ctx.apis.litemail(ctx.actor.teamId), mailboxes);
    return {
      kind: 'remove-mailboxes' as const,
      mailboxes: rows.map(({ id, email, expireOn }) => ({ id, email: email ?? id, until: day(expireOn) })),
    };
  },
  describe: ({ mailboxes }) => ({
    title: `Remove ${mailboxes.length === 1 ? mailboxes[0]?.email : plural(mailboxes.length, 'mailbox', 'mailboxes')} at the next renewal`,
    subjects: mailboxes.map(({ email }) => email),
    effect: 'destructive',
    risk: { level: 'high', reasons: ['a removed mailbox loses its mail and its reputation'] },
    items: mailboxes.map(({ email, until }) => ({
      sign: '-' as const,
      text: `${email}${until ? `, works until ${until}` : ''}`,
    })),
    meaning: ['They work until their renewal. After that they cannot send, and mail to them bounces.'],
    undo: 'Possible in LiteMail’s dashboard until the renewal; after that only as a new, cold mailbox.',
    calls: mailboxes.length,
  }),
  async apply(ctx, { mailboxes }, { lastTry }) {
    const litemail = await ctx.apis.litemail(ctx.actor.teamId, 'apply');
    // Marking one twice is the same as once, so an interrupted run simply starts over.
    const marked: string[] = [];
    for (const { id, email } of mailboxes) {
      try {
        await litemail.removeMailbox({ params: { id } });
        marked.push(email);
      } catch (error) {
        if (!(error instanceof AppError) || marked.length === 0 || (isTransient(error) && !lastTry)) throw error;
        const rest = mailboxes.slice(marked.length + 1).map((each) => each.email);
        return {
          status: 'failed',
          text: [
            `LiteMail will remove ${marked.join(', ')} at the next renewal, then stopped at ${email}: ${withHint(error)}`,
            ...(rest.length > 0 ? [`Not sent: ${rest.join(', ')}.`] : []),
          ].join(' '),
        };
      }
    }
    return {
      status: 'applied',
      text: `LiteMail will remove ${mailboxes.map(({ email }) => email).join(', ')} at the next renewal${mailboxes[0]?.until ? ` (${mailboxes[0].until})` : ''}.`,
    };
  },
});
