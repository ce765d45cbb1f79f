import { typed } from '../../../lib/text.ts';
import { listView, plural } from '../../../ui/list.ts';
import { allTags } from '../../litemail/index.ts';
import { command } from '../../product-context.ts';

export const tagsList = command.read({
  name: 'tags list',
  summary: 'List the tags of your LiteMail account',
  role: 'viewer',
  operations: { litemail: ['listTags'] },
  args: {},
  async run(ctx) {
    const tags = await allTags(await ctx.apis.litemail(ctx.actor.teamId));
    if (tags.length === 0) return { text: `There are no tags yet. ${typed('tags create <name>')} creates one.` };
    return listView({
      title: plural(tags.length, 'tag'),
      head: ['Tag', 'Colour', 'Id'],
      rows: tags.map(({ id, name, color }) => [name, color ?? '', id]),
    });
  },
});
