import { z } from 'zod';
import { positional } from '../../../engine/commands/arguments.ts';
import { plural } from '../../../ui/list.ts';
import { domain } from '../../litemail/index.ts';
import { command } from '../../product-context.ts';
import { assignMailboxes } from '../jobs/assign-mailboxes.ts';
import { hasHeadings, MailboxRowShape, maxPerDomain, readMailboxTable } from '../service/mailbox-table.ts';
import { placeFor } from '../service/room-for-mailboxes.ts';

const People = z.string().transform((pasted, ctx) => {
  const { rows, errors } = readMailboxTable(pasted);
  if (errors.length === 0) return { rows, headed: hasHeadings(pasted) };
  const more = errors.length - 12;
  const shown = [...errors.slice(0, 12), ...(more > 0 ? [`and ${more} more lines.`] : [])];
  ctx.addIssue({ code: 'custom', message: shown.join('\n') });
  return z.NEVER;
});

const Assignment = z.object({
  kind: z.literal('assign-mailboxes'),
  domain: z.string(),
  people: z.array(MailboxRowShape).readonly(),
  /** Headings said which column is which, so nobody has to look whether they were read as meant. */
  headed: z.boolean(),
});
const STARTED = 'started';

export const mailboxesAssign = command.planned({
  name: 'mailboxes assign',
  summary: 'Create mailboxes on a domain from a pasted list of people',
  role: 'operator',
  notes: [
    `LiteMail allows at most ${maxPerDomain} mailboxes per domain. They use up mailboxes that your subscription includes, so you see the plan first.`,
    'Separate columns with tabs, semicolons, commas or spaces. With a line of headings they may come in any order.',
  ],
  operations: { litemail: ['createMailbox', 'assignMailboxes', 'listMailboxes', 'listDomains'] },
  args: {
    domain,
    people: positional(People, {
      label: 'People',
      help: `One per line: first name, last name, username; or in the order of your headings. At most ${maxPerDomain}`,
      example: 'Ana, Ruiz, ana',
      widget: 'multiline',
    }),
  },
  planSchema: Assignment,
  async plan(ctx, { domain: name, people: { rows, headed } }) {
    await placeFor(ctx, name, rows);
    return { kind: 'assign-mailboxes' as const, domain: name, people: rows, headed };
  },
  describe: ({ domain: name, people, headed }) => ({
    title: `Create ${plural(people.length, 'mailbox', 'mailboxes')} on ${name}`,
    effect: 'write',
    risk: { level: 'low', reasons: [] },
    items: people.map(({ firstName, lastName, username }) => ({
      sign: '+' as const,
      text: `${username}@${name}  first name: ${firstName}  last name: ${lastName}`,
    })),
    meaning: [
      `They use up ${people.length} of the mailboxes that your subscription includes.`,
      ...(headed
        ? []
        : [
            'The table has no headings. This is how it was read: first name, last name, username. Check it before you apply it.',
          ]),
    ],
    undo: 'Remove them at the next renewal. A mailbox that was used is not given back before.',
    calls: 3,
    confirm: true,
    subjects: people.map(({ username }) => `${username}@${name}`),
  }),
  async apply(ctx, { domain: name, people }, journal) {
    const addresses = people.map(({ username }) => `${username}@${name}`).join(', ');
    if (journal.read() !== STARTED) {
      const { id, domain: asKept } = await placeFor(ctx, name, people);
      await assignMailboxes.start(ctx, { domainId: id, domain: asKept, people, phase: 'new' }, ctx.request);
      await journal.save(STARTED);
    }
    return {
      status: 'applied',
      text: `Assigning ${plural(people.length, 'mailbox', 'mailboxes')} on ${name}: ${addresses}. One direct message to the requester is kept up to date until ${people.length === 1 ? 'it is' : 'they are'} ready.`,
    };
  },
});
