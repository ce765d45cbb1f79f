// Checked by `tsc` alone: what must not compile.
import { z } from 'zod';
import type { Proposal } from '../../src/domain/proposal.ts';
import { flag, noChange, positional } from '../../src/engine/commands/define.ts';
import { command } from '../../src/features/product-context.ts';

declare const proposal: Proposal;
const args = {
  domain: positional(z.string(), { label: 'Domain', help: 'Which', example: 'acme.com' }),
  ttl: flag(z.int().default(300), { label: 'TTL', help: 'Seconds', example: '300' }),
};
const words = { summary: 'Delete it', role: 'operator', args } as const;

command.planned({
  ...words,
  name: 'dns delete',
  planSchema: z.object({ zone: z.string() }),
  plan: async (_ctx, { domain, ttl }) =>
    (ttl satisfies number) > 0 ? { zone: domain } : noChange({ text: 'Nothing to do.' }),
  describe: ({ zone }) => ({ ...proposal, subjects: [zone] }),
  apply: async () => ({ status: 'applied', text: 'Done.', inverse: { zone: 'acme.com' } }),
});

command.planned({
  ...words,
  name: 'dns delete',
  planSchema: z.object({ zone: z.string() }),
  plan: async () => ({ zone: 'acme.com' }),
  describe: () => proposal,
  apply: async () => ({ status: 'applied', text: 'Done.' }),
  // @ts-expect-error a planned command cannot be run at once
  run: async () => ({ text: 'Deleted without asking.' }),
});

// @ts-expect-error what deletes must be planned
command.write({ ...words, name: 'dns delete', run: async () => ({ text: 'Deleted without asking.' }) });

// @ts-expect-error what costs must be planned
command.write({ ...words, name: 'wallet top-up', run: async () => ({ text: 'Charged without asking.' }) });

// @ts-expect-error a plan and an apply, or it is not planned
command.planned({ ...words, name: 'dns delete', planSchema: z.object({}), describe: () => proposal });

command.read({
  ...words,
  name: 'dns list',
  // @ts-expect-error no such argument
  run: async (_ctx, { zone }) => ({ text: zone }),
});
