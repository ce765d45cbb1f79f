import { z } from 'zod';
import { flag, positional } from '../../../engine/commands/arguments.ts';
import { noChange } from '../../../engine/commands/define.ts';
import { AppError } from '../../../lib/errors.ts';
import { typed } from '../../../lib/text.ts';
import { allTags, tagNamed } from '../../litemail/index.ts';
import { command } from '../../product-context.ts';
import { color, tagName } from './create.ts';

const Look = z.object({ name: z.string(), color: z.string().optional() });
const TagChange = z.object({ kind: z.literal('update-tag'), id: z.string(), from: Look, to: Look });

const words = ({ name, color: shade }: z.output<typeof Look>) => `${name}${shade ? `, ${shade}` : ''}`;

export const tag = positional(z.string().min(1), {
  label: 'Tag',
  help: 'Its name',
  example: 'warm',
  widget: { options: 'tags' },
});

export const tagsUpdate = command.planned({
  name: 'tags update',
  summary: 'Rename a tag or change its colour',
  role: 'operator',
  operations: { litemail: ['updateTag', 'listTags'] },
  args: {
    tag,
    color: flag(color, { label: 'New colour', help: 'Unchanged if left out', example: '#F44336', bare: true }),
    name: flag(tagName.optional(), { label: 'New name', help: 'Unchanged if left out', example: 'hot', bare: true }),
  },
  planSchema: TagChange,
  async plan(ctx, { tag: typed, name, color: shade }) {
    const tags = await allTags(await ctx.apis.litemail(ctx.actor.teamId));
    const target = tagNamed(tags, typed);
    const from = { name: target.name, ...(target.color && { color: target.color }) };
    const to = { ...from, ...(name && { name }), ...(shade && { color: shade }) };
    if (words(from) === words(to))
      return noChange({
        text: `Nothing to change for the tag “${target.name}”. Say what to change, such as \`--name hot\`.`,
      });
    if (tags.some((each) => each.id !== target.id && each.name.toLowerCase() === to.name.toLowerCase()))
      throw new AppError('conflict', `Another tag is already called “${to.name}”.`, {
        hint: 'Choose another name.',
        fields: { name: 'It is taken.' },
      });
    return { kind: 'update-tag' as const, id: target.id, from, to };
  },
  describe: ({ from, to }) => ({
    title:
      from.name === to.name ? `Change the colour of the tag ${from.name}` : `Rename the tag ${from.name} to ${to.name}`,
    subjects: [`tag ${from.name}`],
    effect: 'destructive',
    risk: { level: 'low', reasons: [] },
    items: [
      { sign: '-', text: words(from) },
      { sign: '+', text: words(to) },
    ],
    meaning: from.name === to.name ? [] : ['Filters and exports that name the old tag no longer find anything.'],
    undo: 'Change it back the same way.',
    calls: 2,
  }),
  async apply(ctx, { id, from, to }) {
    const litemail = await ctx.apis.litemail(ctx.actor.teamId, 'apply');
    const now = (await allTags(litemail)).find((each) => each.id === id);
    if (!now || (words(now) !== words(from) && words(now) !== words(to)))
      throw new AppError('drift', `The tag ${from.name} changed since the plan was made.`, {
        hint: `${typed('tags list')} shows the current tags.`,
      });
    if (words(now) !== words(to)) await litemail.updateTag({ params: { id }, body: to });
    return { status: 'applied', text: `The tag ${from.name} is now ${words(to)}.` };
  },
});
