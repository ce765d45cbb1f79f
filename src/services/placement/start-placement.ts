import { allPages } from '../../apis/litemail/all-pages.ts';
import { AppError } from '../../core/errors.ts';
import type { Json } from '../../core/json.ts';
import type { CommandContext } from '../context.ts';

interface Wish {
  readonly testName: string;
  /** Addresses, as people name mailboxes. */
  readonly mailboxes: readonly string[];
  readonly subject?: string | undefined;
  readonly body?: string | undefined;
}

/** Looks the mailboxes up and starts the test; a job starts it at LiteMail, watches it and keeps one message current. */
export async function startPlacement(ctx: CommandContext, { testName, mailboxes, subject, body }: Wish): Promise<void> {
  const litemail = await ctx.apis.litemail(ctx.actor.teamId);
  const known = await allPages((page) => litemail.listMailboxes({ query: { page, limit: 100 } }));
  const byName = new Map(
    known.flatMap((mailbox) =>
      [mailbox.email, mailbox.id].flatMap((name) => (name ? [[name.toLowerCase(), mailbox.id] as const] : [])),
    ),
  );
  const unknown = mailboxes.filter((name) => !byName.has(name.toLowerCase()));
  if (unknown.length > 0) {
    const list = unknown
      .slice(0, 5)
      .map((name) => `\`${name}\``)
      .join(', ');
    throw new AppError(
      'bad_input',
      `LiteMail has no mailbox ${list}${unknown.length > 5 ? ` and ${unknown.length - 5} more` : ''}.`,
      {
        hint: 'Check the spelling; nothing was started.',
        fields: { mailboxes: `No such mailbox: ${unknown.slice(0, 5).join(', ')}` },
      },
    );
  }
  const now = ctx.clock.now();
  const id = ctx.newId('p');
  const request = {
    testName,
    mailboxIds: [...new Set(mailboxes.map((name) => byName.get(name.toLowerCase()) ?? ''))],
    ...(subject && { emailSubject: subject }),
    ...(body && { emailBody: body }),
  };
  await ctx.stores.jobs.add([
    {
      teamId: ctx.actor.teamId,
      kind: 'placement',
      key: `placement:${ctx.actor.teamId}:${id}`,
      data: { userId: ctx.actor.userId, request, startedAt: now, phase: 'new' } as unknown as Json,
      runAt: now,
    },
  ]);
}
