import { z } from 'zod';
import { flag, positional } from '../../../engine/commands/arguments.ts';
import { typed } from '../../../lib/text.ts';
import { plural } from '../../../ui/list.ts';
import { chosenMailboxes, selecting, selectionOf } from '../../litemail/index.ts';
import { command } from '../../product-context.ts';
import { runPlacementTest } from '../jobs/run-placement-test.ts';

const Test = z.object({
  kind: z.literal('placement-test'),
  name: z.string(),
  mailboxes: z.array(z.object({ id: z.string(), email: z.string() })),
  subject: z.string().optional(),
  body: z.string().optional(),
});

const STARTED = 'started';

export const placementRun = command.planned({
  name: 'placement run',
  summary: 'Test where mail from your mailboxes lands: inbox, spam or nowhere',
  role: 'operator',
  notes: ['A test is charged or uses up a credit, so somebody else approves it first.'],
  operations: { litemail: ['createPlacementTest', 'listPlacementTests', 'listMailboxes', 'listDomains'] },
  args: {
    name: positional(z.string().min(1).max(120), {
      label: 'Name of the test',
      help: 'A name to find it by',
      example: 'Launch check',
    }),
    mailboxes: flag(z.array(z.string().min(1)).min(1).optional(), {
      label: 'Mailboxes',
      help: 'Addresses to send from; or choose domains, for all mailboxes on them',
      example: 'ana@acme-mail.com',
      unless: ['domains', 'tag', 'workspace', 'all', 'notConnected'],
    }),
    subject: flag(z.string().max(300).optional(), {
      label: 'Subject',
      help: 'Subject of the test mail',
      example: 'Quick question',
    }),
    body: flag(z.string().max(3000).optional(), {
      label: 'Text',
      help: 'Text of the test mail',
      example: 'Hi, are you free on Tuesday?',
      widget: 'multiline',
    }),
    ...selecting,
    domains: {
      ...selecting.domains,
      label: 'Domains',
      help: 'All mailboxes on these domains, or patterns such as acme-*',
    },
  },
  planSchema: Test,
  async plan(ctx, { name, mailboxes, subject, body, ...args }) {
    const rows = await chosenMailboxes(ctx, mailboxes ?? [], selectionOf(args));
    return {
      kind: 'placement-test' as const,
      name,
      mailboxes: rows.map(({ id, email = id }) => ({ id, email })),
      ...(subject && { subject }),
      ...(body && { body }),
    };
  },
  describe: ({ name, mailboxes, subject }) => ({
    title: `Run the placement test “${name}” with ${plural(mailboxes.length, 'mailbox', 'mailboxes')}`,
    subjects: [`placement test ${name}`],
    effect: 'spends',
    risk: {
      level: 'medium',
      reasons: ['LiteMail charges for a test or uses up a credit of the plan, and does not say beforehand how much'],
    },
    items: mailboxes.map(({ email }) => ({ sign: '+' as const, text: `test mail from ${email}` })),
    meaning: [
      subject
        ? `Each mailbox sends “${subject}” to LiteMail’s test addresses.`
        : 'Each mailbox sends a mail to LiteMail’s test addresses.',
    ],
    undo: 'Not possible: what was charged or used up is not given back.',
    calls: 1,
    confirm: true,
  }),
  async apply(ctx, { name, mailboxes, subject, body }, journal) {
    if (journal.read() !== STARTED) {
      const request = {
        testName: name,
        mailboxIds: mailboxes.map(({ id }) => id),
        ...(subject && { emailSubject: subject }),
        ...(body && { emailBody: body }),
      };
      await runPlacementTest.start(ctx, { request, phase: 'new' }, ctx.request);
      await journal.save(STARTED);
    }
    return {
      status: 'applied',
      text: `Placement test “${name}” is starting. Its progress and result come in one direct message to the requester; ${typed('placement list')} shows it too.`,
    };
  },
});
