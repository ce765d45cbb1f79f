import { z } from 'zod';
import { positional } from '../../../engine/commands/arguments.ts';
import { AppError } from '../../../lib/errors.ts';
import { typed } from '../../../lib/text.ts';
import { code } from '../../../ui/block-kit.ts';
import { allWorkspaces } from '../../litemail/index.ts';
import { command } from '../../product-context.ts';

export const workspaceName = z.string().trim().min(1).max(100);

export const workspacesCreate = command.write({
  name: 'workspaces create',
  summary: 'Create a LiteMail workspace, such as one per client',
  role: 'operator',
  operations: { litemail: ['createWorkspace', 'listWorkspaces'] },
  args: { name: positional(workspaceName, { label: 'Name', help: 'Name of the new workspace', example: 'EU team' }) },
  async run(ctx, { name }) {
    const litemail = await ctx.apis.litemail(ctx.actor.teamId);
    if ((await allWorkspaces(litemail)).some((each) => each.name.toLowerCase() === name.toLowerCase()))
      throw new AppError('conflict', `A workspace “${name}” already exists.`, {
        hint: `${typed('workspaces list')} shows all of them.`,
      });
    await litemail.createWorkspace({ body: { name } });
    return { text: `Workspace ${code(name)} was created.` };
  },
});
