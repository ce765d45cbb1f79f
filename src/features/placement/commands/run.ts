import { z } from 'zod';
import { flag, positional } from '../../../engine/commands/arguments.ts';
import { command } from '../../product-context.ts';
import { startPlacement } from '../start-placement.ts';

export const placementRun = command.write({
  name: 'placement run',
  summary: 'Test where mail from your mailboxes lands: inbox, spam or nowhere',
  role: 'operator',
  operations: { litemail: ['createPlacementTest', 'listPlacementTests', 'listMailboxes'] },
  args: {
    name: positional(z.string().min(1).max(120), {
      label: 'Name of the test',
      help: 'A name to find it by',
      example: 'Launch check',
    }),
    mailboxes: flag(z.array(z.string().min(1)).min(1), {
      label: 'Mailboxes',
      help: 'Addresses to send from',
      example: 'ana@acme-mail.com',
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
  },
  async run(ctx, { name, mailboxes, subject, body }) {
    await startPlacement(ctx, { testName: name, mailboxes, subject, body });
    return {
      text: `Placement test “${name}” is starting. I’ll send you its progress and result in one direct message.`,
    };
  },
});
