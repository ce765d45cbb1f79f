import { displayName } from '../../../domain/dns/model/name.ts';
import { AppError } from '../../../lib/errors.ts';
import { typed } from '../../../lib/text.ts';
import { allMailboxes, findDomain } from '../../litemail/index.ts';
import type { CommandContext } from '../../product-context.ts';
import { type MailboxRow, maxPerDomain } from './mailbox-table.ts';

/** The domain at LiteMail. Throws `bad_input` where it has no room for these people, or some of them already. */
export async function placeFor(
  ctx: CommandContext,
  name: string,
  people: readonly MailboxRow[],
): Promise<{ readonly id: string; readonly domain: string }> {
  const litemail = await ctx.apis.litemail(ctx.actor.teamId);
  const { id, domain } = await findDomain(litemail, name);
  const there = (await allMailboxes(litemail, { domainId: id })).filter(
    (mailbox) => mailbox.domainId === id || mailbox.domain === domain,
  );
  const usernames = new Set(there.map(({ username, email }) => (username ?? email?.split('@')[0] ?? '').toLowerCase()));
  const taken = people.filter(({ username }) => usernames.has(username));
  const refuse = (problem: string, hint: string): never => {
    throw new AppError('bad_input', `${problem} Nothing was sent.`, { hint, fields: { people: problem } });
  };
  if (taken.length > 0)
    refuse(
      `${taken.map(({ username }) => `\`${username}@${displayName(name)}\``).join(', ')} already ${taken.length === 1 ? 'exists' : 'exist'}.`,
      'Remove those lines, or choose other usernames.',
    );
  if (there.length + people.length > maxPerDomain)
    refuse(
      `\`${displayName(name)}\` has ${there.length} of at most ${maxPerDomain} mailboxes, so there is room for ${Math.max(0, maxPerDomain - there.length)}, not for ${people.length}.`,
      `${typed('domains assignable')} lists domains that have room.`,
    );
  return { id, domain };
}
