import { displayName, normaliseName } from '../../../domain/dns/model/name.ts';
import { typed } from '../../../lib/text.ts';
import { listView, plural } from '../../../ui/list.ts';
import { assignableDomains, containing } from '../../litemail/index.ts';
import { maxPerDomain } from '../../mailboxes/index.ts';
import { command } from '../../product-context.ts';

export const domainsAssignable = command.read({
  name: 'domains assignable',
  summary: 'List the domains that have room for more mailboxes',
  role: 'viewer',
  operations: { litemail: ['listAssignableDomains'] },
  args: { contains: containing },
  async run(ctx, filter) {
    const domains = await assignableDomains(await ctx.apis.litemail(ctx.actor.teamId), filter);
    if (domains.length === 0)
      return {
        text: `No domain can take another mailbox right now. A domain must be active and have room; ${typed('domains list')} shows both.`,
      };
    return listView({
      title: `${plural(domains.length, 'domain')} can take mailboxes`,
      head: ['Domain', 'Mailboxes', 'Room for'],
      rows: domains.map(({ domain, assignedMailboxesCount: count }) => [
        displayName(normaliseName(domain)),
        count === undefined ? '' : String(count),
        count === undefined ? '' : String(Math.max(0, maxPerDomain - count)),
      ]),
      right: [1, 2],
      narrow: '--contains',
      notes: [`Add mailboxes with ${typed('mailboxes assign <domain>')}.`],
    });
  },
});
