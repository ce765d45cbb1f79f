import { displayName, normaliseName } from '../core/dns/name.ts';
import { findDomain } from '../services/litemail/find-domain.ts';
import { type Fact, factsView } from '../views/facts.ts';
import { day } from '../views/list.ts';
import { command } from './define.ts';
import { domain } from './litemail-args.ts';

export const domainsShow = command.read({
  name: 'domains show',
  summary: 'Show everything that LiteMail knows of a domain',
  role: 'viewer',
  reaches: { litemail: ['getDomain', 'listDomains'] },
  args: { domain },
  async run(ctx, { domain: name }) {
    const litemail = await ctx.apis.litemail(ctx.actor.teamId);
    const listed = await findDomain(litemail, name);
    const found = await litemail.getDomain({ params: { domainId: listed.id } });
    const mailboxes = (found.mailboxes ?? listed.mailboxes ?? []).map(({ email, username }) => email ?? username ?? '');
    const facts: Fact[] = [
      ['Status', found.status],
      ['Name servers', found.nameServers?.join(', ')],
      ['Mailboxes', mailboxes.length > 0 ? mailboxes.join(', ') : (found.assignedMailboxesCount ?? 'none')],
      ['Visitors are forwarded to', found.forwardTo ?? 'nowhere'],
      ['Mail is forwarded to', found.emailForwardingTo ?? 'nobody'],
      ['Catch-all', found.catchAllEmail ?? 'off'],
      ['DMARC reports go to', found.dmarcEmail ?? 'nobody'],
      ['Tags', (found.tags ?? []).map((tag) => (typeof tag === 'string' ? tag : tag.name)).join(', ')],
      ['Registered until', day(found.expireOn)],
      ['Renews by itself', found.autoRenew === undefined ? undefined : found.autoRenew ? 'yes' : 'no'],
    ];
    return factsView(displayName(normaliseName(found.domain)), facts, [
      `\`/litemail domains check ${name}\` looks at its DNS records, \`/litemail dns list ${name}\` shows them.`,
    ]);
  },
});
