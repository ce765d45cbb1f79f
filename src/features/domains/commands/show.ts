import { displayName, normaliseName } from '../../../domain/dns/model/name.ts';
import { typed } from '../../../lib/text.ts';
import { type Fact, factsView } from '../../../ui/facts.ts';
import { day } from '../../../ui/list.ts';
import { domain, findDomain } from '../../litemail/index.ts';
import { command } from '../../product-context.ts';

export const domainsShow = command.read({
  name: 'domains show',
  summary: 'Show everything LiteMail knows about a domain',
  role: 'viewer',
  operations: { litemail: ['getDomain', 'listDomains'] },
  args: { domain },
  async run(ctx, { domain: name }) {
    const litemail = await ctx.apis.litemail(ctx.actor.teamId);
    const listed = await findDomain(litemail, name);
    const details = await litemail.getDomain({ params: { domainId: listed.id } });
    const mailboxes = (details.mailboxes ?? listed.mailboxes ?? []).map(
      ({ email, username }) => email ?? username ?? '',
    );
    const facts: Fact[] = [
      ['Status', details.status],
      ['Name servers', details.nameServers?.join(', ')],
      ['Mailboxes', mailboxes.length > 0 ? mailboxes.join(', ') : (details.assignedMailboxesCount ?? 'none')],
      ['Visitors are forwarded to', details.forwardTo ?? 'nowhere'],
      ['Mail is forwarded to', details.emailForwardingTo ?? 'nobody'],
      ['Catch-all', details.catchAllEmail ?? 'off'],
      ['DMARC reports go to', details.dmarcEmail ?? 'nobody'],
      ['Tags', (details.tags ?? []).map((tag) => (typeof tag === 'string' ? tag : tag.name)).join(', ')],
      ['Registered until', day(details.expireOn)],
      ['Auto-renew', details.autoRenew === undefined ? undefined : details.autoRenew ? 'yes' : 'no'],
    ];
    return factsView(displayName(normaliseName(details.domain)), facts, [
      `${typed(`domains check ${name}`)} checks its DNS records, ${typed(`dns list ${name}`)} shows them.`,
    ]);
  },
});
