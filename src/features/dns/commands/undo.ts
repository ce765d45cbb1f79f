import { z } from 'zod';
import { flag, positional } from '../../../engine/commands/arguments.ts';
import { UndoOf } from '../../../engine/commands/define.ts';
import { command } from '../../product-context.ts';
import { dnsOperations } from '../dns-arguments.ts';
import { dnsPlanned } from '../dns-planned.ts';

export const dnsUndo = command.planned({
  name: 'dns undo',
  summary: 'Request to undo a DNS change',
  role: 'operator',
  notes: [
    'Possible for 30 days, unless the same records have changed since; then the changes are shown. An undo can be undone.',
  ],
  operations: dnsOperations,
  args: {
    request: positional(z.string().min(1), {
      label: 'Request',
      help: 'The id on the card, such as r-7f3a2k',
      example: 'r-7f3a2k',
    }),
    except: flag(z.array(z.string()).optional(), {
      label: 'Except',
      help: 'Domains to exclude, if the request changed several',
      example: 'acme-go.com',
    }),
  },
  ...dnsPlanned,
  plan: async (_ctx, { request, except }) => new UndoOf(request, except),
});
