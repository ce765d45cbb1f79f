import { z } from 'zod';
import { commandPrefix } from '../../../lib/text.ts';
import { allTags, tagNamed } from '../../litemail/index.ts';
import { command } from '../../product-context.ts';
import { tag } from './update.ts';

const Removal = z.object({
  kind: z.literal('delete-tag'),
  id: z.string(),
  name: z.string(),
  color: z.string().optional(),
});

export const tagsDelete = command.planned({
  name: 'tags delete',
  summary: 'Delete a tag from LiteMail and from all domains that have it',
  role: 'operator',
  operations: { litemail: ['deleteTag', 'listTags'] },
  args: { tag },
  planSchema: Removal,
  async plan(ctx, { tag: typed }) {
    const target = tagNamed(await allTags(await ctx.apis.litemail(ctx.actor.teamId)), typed);
    return {
      kind: 'delete-tag' as const,
      id: target.id,
      name: target.name,
      ...(target.color && { color: target.color }),
    };
  },
  describe: ({ name, color }) => ({
    title: `Delete the tag ${name}`,
    subjects: [`tag ${name}`],
    effect: 'destructive',
    risk: { level: 'medium', reasons: ['no record is kept of which domains had it'] },
    items: [{ sign: '-', text: `tag ${name}${color ? `, ${color}` : ''}, on every domain that has it` }],
    meaning: ['Filters and exports that name this tag no longer find anything. The domains stay.'],
    undo: `${commandPrefix} tags create ${name} creates it again, but on no domain.`,
    calls: 2,
  }),
  async apply(ctx, { id, name }) {
    const litemail = await ctx.apis.litemail(ctx.actor.teamId, 'apply');
    if ((await allTags(litemail)).some((each) => each.id === id)) await litemail.deleteTag({ params: { id } });
    return { status: 'applied', text: `The tag ${name} is deleted.` };
  },
});
