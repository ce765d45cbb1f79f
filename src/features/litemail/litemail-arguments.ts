import { z } from 'zod';
import { flag, positional } from '../../engine/commands/arguments.ts';
import { Domain } from './domain-arguments.ts';

/** A domain at LiteMail. */
export const domain = positional(Domain, {
  label: 'Domain',
  help: 'A domain of your LiteMail account',
  example: 'acme-mail.com',
  widget: { options: 'domains' },
});

export const contains = flag(z.string().min(1).optional(), {
  label: 'Contains',
  help: 'Only names that contain this',
  example: 'acme',
});

/** The same where a list takes little else: the word may stand alone. */
export const containing = { ...contains, bare: true } as const;

export const status = flag(z.string().min(1).optional(), {
  label: 'Status',
  help: 'Only this status, as LiteMail calls it',
  example: 'ACTIVE',
});

export const Email = z
  .string()
  // As Slack writes an address without a label.
  .transform((typed) => typed.trim().replace(/^mailto:/i, ''))
  .pipe(z.email('Use an address like `ops@acme-mail.com`.'));

export const mailbox = positional(z.string().min(3), {
  label: 'Mailbox',
  help: 'Its address',
  example: 'ana@acme-mail.com',
  widget: { options: 'mailboxes' },
});

export const years = flag(z.number().int().min(1).max(10).default(1), {
  label: 'Years',
  help: 'How many years to register it for, 1 to 10; default 1',
  example: '1',
});
