import { z } from 'zod';
import { flag, positional } from '../../../engine/commands/arguments.ts';
import { AppError } from '../../../lib/errors.ts';
import { typed } from '../../../lib/text.ts';
import { code } from '../../../ui/block-kit.ts';
import { allTags } from '../../litemail/index.ts';
import { command } from '../../product-context.ts';

export const tagName = z.string().trim().min(1).max(60);
export const color = z
  .string()
  .transform((text) => (text.startsWith('#') ? text : `#${text}`).toUpperCase())
  .pipe(z.string().regex(/^#[0-9A-F]{6}$/, 'Use a six-digit hex colour, like `#2196F3`.'))
  .optional();

export const tagsCreate = command.write({
  name: 'tags create',
  summary: 'Create a tag for domains',
  role: 'operator',
  operations: { litemail: ['createTag', 'listTags'] },
  args: {
    name: positional(tagName, { label: 'Name', help: 'Name of the new tag', example: 'warm' }),
    color: flag(color, { label: 'Colour', help: 'Six-digit hex colour', example: '#2196F3', bare: true }),
  },
  async run(ctx, { name, color: wanted }) {
    const litemail = await ctx.apis.litemail(ctx.actor.teamId);
    const there = (await allTags(litemail)).find((tag) => tag.name.toLowerCase() === name.toLowerCase());
    if (there)
      throw new AppError('conflict', `A tag “${there.name}” already exists.`, {
        hint: `${typed(`tags update "${there.name}"`)} changes it.`,
      });
    await litemail.createTag({ body: { name, ...(wanted && { color: wanted }) } });
    return { text: `Tag ${code(name)} was created${wanted ? `, in ${wanted}` : ''}.` };
  },
});
