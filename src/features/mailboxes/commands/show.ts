import { factsView } from '../../../ui/facts.ts';
import { day } from '../../../ui/list.ts';
import { credentialsNote, findMailbox, mailbox } from '../../litemail/index.ts';
import { command } from '../../product-context.ts';

export const mailboxesShow = command.read({
  name: 'mailboxes show',
  summary: 'Show a mailbox; its passwords stay in LiteMail’s dashboard',
  role: 'viewer',
  operations: { litemail: ['getMailbox', 'listMailboxes'] },
  args: { mailbox },
  async run(ctx, { mailbox: name }) {
    const litemail = await ctx.apis.litemail(ctx.actor.teamId);
    const listed = await findMailbox(litemail, name);
    const mailbox = await litemail.getMailbox({ params: { id: listed.id } });
    return factsView(
      mailbox.email ?? listed.email ?? name,
      [
        ['Name', [mailbox.firstName, mailbox.lastName].filter(Boolean).join(' ')],
        ['Status', mailbox.status],
        ['Domain', mailbox.domain],
        ['Warmed up', mailbox.isWarmedUp === undefined ? undefined : mailbox.isWarmedUp ? 'yes' : 'no'],
        ['Assigned', day(mailbox.assignedOn)],
        ['Renews', day(mailbox.expireOn)],
        ['Picture', mailbox.profilePicture],
      ],
      [credentialsNote],
    );
  },
});
