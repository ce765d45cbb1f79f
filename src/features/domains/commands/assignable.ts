import { displayName, normaliseName } from '../../../domain/dns/model/name.ts';
import { typed } from '../../../lib/text.ts';
import { counted, isEmpty, listView } from '../../../ui/list.ts';
import { containing, listAssignableDomains } from '../../litemail/index.ts';
import { maxPerDomain } from '../../mailboxes/index.ts';
import { command } from '../../product-context.ts';

export const domainsAssignable = command.read({
  name: 'domains assignable',
  summary: 'List the domains that have room for more mailboxes',
  role: 'viewer',
  operations: { litemail: ['listAssignableDomains'] },
  args: { contains: containing },
  async run(ctx, filter) {
    const domains = await listAssignableDomains(await ctx.apis.litemail(ctx.actor.teamId), filter);
    if (isEmpty(domains))
      return {
        text: `No domain can take another mailbox right now. A domain must be active and have room; ${typed('domains list')} shows both.`,
      };
    return listView({
      title: `${counted(domains, 'domain')} can take mailboxes`,
      head: ['Domain', 'Mailboxes', 'Room for'],
      rows: domains.items.map(({ domain, assignedMailboxesCount: count }) => [
        displayName(normaliseName(domain)),
        count === undefined ? '' : String(count),
        count === undefined ? '' : String(Math.max(0, maxPerDomain - count)),
      ]),
      of: domains,
      right: [1, 2],
      narrow: '--contains',
      notes: [`Add mailboxes with ${typed('mailboxes assign <domain>')}.`],
    });
  },
});
