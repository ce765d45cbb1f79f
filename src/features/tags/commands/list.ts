import { typed } from '../../../lib/text.ts';
import { counted, isEmpty, listView } from '../../../ui/list.ts';
import { listTags } from '../../litemail/index.ts';
import { command } from '../../product-context.ts';

export const tagsList = command.read({
  name: 'tags list',
  summary: 'List the tags of your LiteMail account',
  role: 'viewer',
  operations: { litemail: ['listTags'] },
  args: {},
  async run(ctx) {
    const tags = await listTags(await ctx.apis.litemail(ctx.actor.teamId));
    if (isEmpty(tags)) return { text: `There are no tags yet. ${typed('tags create <name>')} creates one.` };
    return listView({
      title: counted(tags, 'tag'),
      head: ['Tag', 'Colour', 'Id'],
      of: tags,
      rows: tags.items.map(({ id, name, color }) => [name, color ?? '', id]),
    });
  },
});
