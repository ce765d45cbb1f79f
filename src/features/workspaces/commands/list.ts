import { counted, day, isEmpty, listView } from '../../../ui/list.ts';
import { containing, listWorkspaces } from '../../litemail/index.ts';
import { command } from '../../product-context.ts';

export const workspacesList = command.read({
  name: 'workspaces list',
  summary: 'List LiteMail workspaces',
  role: 'viewer',
  operations: { litemail: ['listWorkspaces'] },
  args: { contains: containing },
  async run(ctx, { contains: text }) {
    const workspaces = await listWorkspaces(await ctx.apis.litemail(ctx.actor.teamId), text);
    if (isEmpty(workspaces)) return { text: 'No workspaces match.' };
    return listView({
      title: counted(workspaces, 'workspace'),
      head: ['Workspace', 'Created', 'Changed', 'Id'],
      of: workspaces,
      rows: workspaces.items.map(({ id, name, createdAt, updatedAt }) => [name, day(createdAt), day(updatedAt), id]),
      narrow: '--contains',
    });
  },
});
