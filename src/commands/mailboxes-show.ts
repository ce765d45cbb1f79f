import { findMailbox } from '../services/litemail/find-mailbox.ts';
import { factsView } from '../views/facts.ts';
import { day } from '../views/list.ts';
import { credentialsNote } from '../views/litemail-dashboard.ts';
import { command } from './define.ts';
import { mailbox } from './litemail-args.ts';

export const mailboxesShow = command.read({
  name: 'mailboxes show',
  summary: 'Show one mailbox; its passwords stay in LiteMail’s dashboard',
  role: 'viewer',
  reaches: { litemail: ['getMailbox', 'listMailboxes'] },
  args: { mailbox },
  async run(ctx, { mailbox: name }) {
    const litemail = await ctx.apis.litemail(ctx.actor.teamId);
    const listed = await findMailbox(litemail, name);
    const found = await litemail.getMailbox({ params: { id: listed.id } });
    return factsView(
      found.email ?? listed.email ?? name,
      [
        ['Name', [found.firstName, found.lastName].filter(Boolean).join(' ')],
        ['Status', found.status],
        ['Domain', found.domain],
        ['Warmed up', found.isWarmedUp === undefined ? undefined : found.isWarmedUp ? 'yes' : 'no'],
        ['Assigned', day(found.assignedOn)],
        ['Renews', day(found.expireOn)],
        ['Picture', found.profilePicture],
      ],
      [credentialsNote],
    );
  },
});
