import { z } from 'zod';
import { positional } from '../../../engine/commands/arguments.ts';
import { plural } from '../../../ui/list.ts';
import { command } from '../../context.ts';
import { domain } from '../../litemail/index.ts';
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
  summary: 'Make mailboxes on a domain, from a pasted table of people',
  role: 'operator',
  notes: [
    `LiteMail takes at most ${maxPerDomain} mailboxes for each domain. They come out of those that the subscription includes.`,
    'Columns are apart by tabs, semicolons, commas or spaces; a line of headings is passed over.',
  ],
  operations: { litemail: ['createMailbox', 'assignMailboxes', 'listMailboxes', 'listDomains'] },
  args: {
    domain,
    people: positional(People, {
      label: 'People',
      help: `One per line: name, last name, username. At most ${maxPerDomain}`,
      example: 'Ana, Ruiz, ana',
      widget: 'multiline',
    }),
  },
  async run(ctx, { domain: name, people }) {
    await startAssigning(ctx, name, people);
    return {
      text: `Assigning ${plural(people.length, 'mailbox', 'mailboxes')} on \`${name}\`: ${people.map(({ username }) => `${username}@${name}`).join(', ')}. I keep one direct message to you up to date until ${people.length === 1 ? 'it is' : 'they are'} ready.`,
    };
  },
});
