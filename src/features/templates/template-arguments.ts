import { z } from 'zod';
import { positional } from '../../engine/commands/arguments.ts';

export const templateName = positional(
  z
    .string()
    .transform((text) => text.toLowerCase())
    .pipe(z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'Up to 40 letters, digits and hyphens.')),
  { label: 'Name', help: 'Up to 40 letters, digits and hyphens', example: 'cold-mail' },
);
