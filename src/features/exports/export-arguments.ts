import { z } from 'zod';
import { flag } from '../../engine/commands/arguments.ts';

/** As LiteMail calls them. MANUAL is a file in LiteMail's dashboard. */
export const platforms = ['INSTANTLY', 'SMARTLEAD', 'REACHINBOX', 'REPLY_IO', 'EMAILBISON'] as const;

export const Platform = z
  .string()
  .transform((text) =>
    text
      .trim()
      .toUpperCase()
      .replace(/[.\s-]+/g, '_'),
  )
  .pipe(z.enum(platforms));

export const accountArgs = {
  email: flag(z.email('Use an address like `ops@acme.com`.'), {
    label: 'Login email',
    help: 'Of your account at the sequencer',
    example: 'ops@acme.com',
    bare: true,
  }),
  password: flag(z.string().min(1), {
    label: 'Password',
    help: 'Of your account at the sequencer, for LiteMail alone; never shown',
    example: '…',
    secret: true,
  }),
  url: flag(z.url('Enter the full URL.').optional(), {
    label: 'URL',
    help: 'EmailBison only: the URL of your instance',
    example: 'https://send.acme.com',
  }),
  clientId: flag(z.string().optional(), { label: 'Client id', help: 'EmailBison only', example: 'cl_1' }),
  clientIdAppName: flag(z.string().optional(), {
    label: 'Client name',
    help: 'EmailBison only',
    example: 'LiteMail',
  }),
};

/** Without what was left out: LiteMail refuses null and blank. */
export const given = <T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== '')) as never;
