import { z } from 'zod';
import { positional } from '../../../engine/commands/arguments.ts';
import { plural } from '../../../ui/list.ts';
import { domain } from '../../litemail/index.ts';
import { command } from '../../product-context.ts';
import { maxPerDomain, readMailboxTable } from '../service/mailbox-table.ts';
import { startAssigning } from '../service/start-assigning.ts';

const People = z.string().transform((pasted, ctx) => {
  const { rows, errors } = readMailboxTable(pasted);
  if (errors.length === 0) return rows;
  const more = errors.length - 12;
  const shown = [...errors.slice(0, 12), ...(more > 0 ? [`and ${more} more lines.`] : [])];
  ctx.addIssue({ code: 'custom', message: shown.join('\n') });
  return z.NEVER;
});

export const mailboxesAssign = command.write({
  name: 'mailboxes assign',
  summary: 'Create mailboxes on a domain from a pasted list of people',
  role: 'operator',
  notes: [
    `LiteMail allows at most ${maxPerDomain} mailboxes per domain. They use up mailboxes that your subscription includes.`,
    'Separate columns with tabs, semicolons, commas or spaces. A header line is skipped.',
  ],
  operations: { litemail: ['createMailbox', 'assignMailboxes', 'listMailboxes', 'listDomains'] },
  args: {
    domain,
    people: positional(People, {
      label: 'People',
      help: `One per line: first name, last name, username. At most ${maxPerDomain}`,
      example: 'Ana, Ruiz, ana',
      widget: 'multiline',
    }),
  },
  async run(ctx, { domain: name, people }) {
    await startAssigning(ctx, name, people);
    return {
      text: `Assigning ${plural(people.length, 'mailbox', 'mailboxes')} on \`${name}\`: ${people.map(({ username }) => `${username}@${name}`).join(', ')}. I’ll keep one direct message to you up to date until ${people.length === 1 ? 'it is' : 'they are'} ready.`,
    };
  },
});
