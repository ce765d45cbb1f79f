import { day, listView, plural } from '../../../ui/list.ts';
import { allWorkspaces, containing } from '../../litemail/index.ts';
import { command } from '../../product-context.ts';

export const workspacesList = command.read({
  name: 'workspaces list',
  summary: 'List LiteMail workspaces',
  role: 'viewer',
  operations: { litemail: ['listWorkspaces'] },
  args: { contains: containing },
  async run(ctx, { contains: text }) {
    const workspaces = await allWorkspaces(await ctx.apis.litemail(ctx.actor.teamId), text);
    if (workspaces.length === 0) return { text: 'No workspaces match.' };
    return listView({
      title: plural(workspaces.length, 'workspace'),
      head: ['Workspace', 'Created', 'Changed', 'Id'],
      rows: workspaces.map(({ id, name, createdAt, updatedAt }) => [name, day(createdAt), day(updatedAt), id]),
      narrow: '--contains',
    });
  },
});
