import { z } from 'zod';
import { flag, positional } from '../../../engine/commands/arguments.ts';
import { onePage } from '../../../lib/all-pages.ts';
import { typed } from '../../../lib/text.ts';
import { escapeMrkdwn, section } from '../../../ui/block-kit.ts';
import { counted, isEmpty, listView, plural } from '../../../ui/list.ts';
import { dollars } from '../../../ui/money.ts';
import { years } from '../../litemail/index.ts';
import { command } from '../../product-context.ts';

const tld = z
  .string()
  .transform((text) => text.replace(/^\./, '').toLowerCase())
  .pipe(z.string().regex(/^[a-z0-9-]+(\.[a-z]+)?$/, 'Write endings like `com`.'));

export const domainsSearch = command.read({
  name: 'domains search',
  summary: 'Search for domains to buy, with prices',
  role: 'viewer',
  operations: { litemail: ['searchDomains'] },
  args: {
    name: positional(z.string().min(1).max(253), {
      label: 'Name',
      help: 'A word, or a whole domain name',
      example: 'acmehello.com',
    }),
    tlds: flag(z.array(tld).optional(), { label: 'Endings', help: 'Only these', example: 'com', bare: true }),
    years,
  },
  async run(ctx, { name, tlds, years: count }) {
    const litemail = await ctx.apis.litemail(ctx.actor.teamId);
    const answer = await litemail.searchDomains({
      query: { domainName: name.trim().toLowerCase(), years: count, ...(tlds && { tlds: tlds.join(',') }) },
    });
    const { exactMatch } = answer;
    const offers = await onePage(async () => answer);
    const free = exactMatch?.status?.toUpperCase() === 'AVAILABLE';
    const exact = !exactMatch
      ? undefined
      : free
        ? `\`${exactMatch.domainName}\` is available: ${exactMatch.domainPrice === undefined ? 'LiteMail gives no price' : dollars(exactMatch.domainPrice)} for ${plural(count, 'year')}.`
        : `\`${exactMatch.domainName}\` is taken.`;
    if (isEmpty(offers))
      return {
        text: exact ?? `LiteMail offers nothing for “${escapeMrkdwn(name)}”. Try another word or other endings.`,
      };
    const list = listView({
      title: `${counted(offers, 'domain')} like “${name}” available`,
      head: ['Domain', `${plural(count, 'year')}`, 'Renewal per year', 'Premium'],
      of: offers,
      rows: offers.items.map(({ domainName, domainPrice, renewPrice, isPremiumDomain }) => [
        domainName,
        domainPrice === undefined ? 'unknown' : dollars(domainPrice),
        renewPrice === undefined ? 'unknown' : dollars(renewPrice),
        isPremiumDomain ? 'yes' : '',
      ]),
      right: [1, 2],
      narrow: '--tlds',
      notes: [`Buy with ${typed('domains buy <domains>')}: somebody else has to approve the price first.`],
    });
    return exact ? { text: `${exact}\n${list.text}`, blocks: [section(exact), ...(list.blocks ?? [])] } : list;
  },
});
