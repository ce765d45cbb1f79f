import { z } from 'zod';
import { displayName, normaliseName } from '../../../domain/dns/model/name.ts';
import { AppError } from '../../../lib/errors.ts';
import { commandPrefix, typed } from '../../../lib/text.ts';
import { allMailboxes, domain, findDomain, lookUpDomain } from '../../litemail/index.ts';
import { command } from '../../product-context.ts';

const Removal = z.object({ kind: z.literal('remove-domain'), domainId: z.string(), domain: z.string() });

export const domainsRemove = command.planned({
  name: 'domains remove',
  summary: 'Remove a domain without mailboxes from LiteMail',
  role: 'operator',
  operations: { litemail: ['removeDomain', 'listDomains', 'listMailboxes'] },
  args: { domain },
  planSchema: Removal,
  async plan(ctx, { domain: name }) {
    const litemail = await ctx.apis.litemail(ctx.actor.teamId);
    const domainRow = await findDomain(litemail, name);
    const mailboxes = (await allMailboxes(litemail, { domainId: domainRow.id })).filter(
      ({ domainId, domain: of }) => domainId === domainRow.id || of === domainRow.domain,
    );
    if (mailboxes.length > 0)
      throw new AppError(
        'conflict',
        `\`${displayName(name)}\` has ${mailboxes.length} mailbox${mailboxes.length === 1 ? '' : 'es'} (${mailboxes
          .slice(0, 5)
          .map(({ email }) => email)
          .join(', ')}), and LiteMail removes only unused domains.`,
        {
          hint: `Remove them first with ${typed('mailboxes remove <mailbox>')}; that takes effect at the next renewal.`,
        },
      );
    return { kind: 'remove-domain' as const, domainId: domainRow.id, domain: normaliseName(domainRow.domain) };
  },
  describe: ({ domain: name }) => ({
    title: `Remove ${displayName(name)} from LiteMail`,
    effect: 'destructive',
    risk: { level: 'high', reasons: ['records LiteMail holds for the domain are deleted with it'] },
    items: [{ sign: '-', text: `${displayName(name)} with its settings and records at LiteMail` }],
    meaning: [
      `LiteMail no longer answers for ${displayName(name)}: forwarding, catch-all and, if its name servers are LiteMail’s, mail and web stop working.`,
    ],
    undo: `Connect it again with ${commandPrefix} domains connect and set everything up again. Records at LiteMail are lost.`,
    calls: 2,
    subjects: [name],
  }),
  async apply(ctx, { domainId, domain: name }) {
    const litemail = await ctx.apis.litemail(ctx.actor.teamId, 'apply');
    const domainRow = await lookUpDomain(litemail, name);
    if (domainRow?.id === domainId) await litemail.removeDomain({ params: { domainId } });
    return { status: 'applied', text: `${displayName(name)} was removed from LiteMail.` };
  },
});
