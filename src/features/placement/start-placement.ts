import { findMailboxes } from '../litemail/index.ts';
import type { CommandContext } from '../product-context.ts';
import { runPlacementTest } from './jobs/run-placement-test.ts';

interface PlacementRequest {
  readonly testName: string;
  /** Addresses, as people name mailboxes. */
  readonly mailboxes: readonly string[];
  readonly subject?: string | undefined;
  readonly body?: string | undefined;
}

/** Looks the mailboxes up and starts the test; a job starts it at LiteMail, watches it and keeps one message current. */
export async function startPlacement(
  ctx: CommandContext,
  { testName, mailboxes, subject, body }: PlacementRequest,
): Promise<void> {
  const litemail = await ctx.apis.litemail(ctx.actor.teamId);
  const mailboxRows = await findMailboxes(litemail, mailboxes);
  await runPlacementTest.start(ctx, {
    request: {
      testName,
      mailboxIds: mailboxRows.map(({ id }) => id),
      ...(subject && { emailSubject: subject }),
      ...(body && { emailBody: body }),
    },
    phase: 'new',
  });
}
