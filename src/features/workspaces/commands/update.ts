import { z } from 'zod';
import { positional } from '../../../engine/commands/arguments.ts';
import { noChange } from '../../../engine/commands/define.ts';
import { AppError } from '../../../lib/errors.ts';
import { commandPrefix, typed } from '../../../lib/text.ts';
import { allWorkspaces, workspaceNamed } from '../../litemail/index.ts';
import { command } from '../../product-context.ts';
import { workspaceName } from './create.ts';

const Renaming = z.object({ kind: z.literal('rename-workspace'), id: z.string(), from: z.string(), to: z.string() });

export const workspacesUpdate = command.planned({
  name: 'workspaces update',
  summary: 'Rename a LiteMail workspace',
  role: 'operator',
  operations: { litemail: ['updateWorkspace', 'listWorkspaces'] },
  args: {
    workspace: positional(z.string().min(1), {
      label: 'Workspace',
      help: 'Its name',
      example: 'Main',
      widget: { options: 'workspaces' },
    }),
    name: positional(workspaceName, { label: 'New name', help: 'The new name of the workspace', example: 'EU team' }),
  },
  planSchema: Renaming,
  async plan(ctx, { workspace, name }) {
    const all = await allWorkspaces(await ctx.apis.litemail(ctx.actor.teamId));
    const target = workspaceNamed(all, workspace);
    if (target.name === name) return noChange({ text: `The workspace is already called “${name}”.` });
    if (all.some((each) => each.id !== target.id && each.name.toLowerCase() === name.toLowerCase()))
      throw new AppError('conflict', `Another workspace is already called “${name}”.`, {
        hint: 'Choose another name.',
      });
    return { kind: 'rename-workspace' as const, id: target.id, from: target.name, to: name };
  },
  describe: ({ from, to }) => ({
    title: `Rename the workspace ${from} to ${to}`,
    subjects: [`workspace ${from}`],
    effect: 'destructive',
    risk: { level: 'low', reasons: [] },
    items: [
      { sign: '-', text: from },
      { sign: '+', text: to },
    ],
    meaning: ['Everybody in LiteMail sees the new name. Domains and mailboxes stay where they are.'],
    undo: `${commandPrefix} workspaces update "${to}" "${from}"`,
    calls: 2,
  }),
  async apply(ctx, { id, from, to }) {
    const litemail = await ctx.apis.litemail(ctx.actor.teamId, 'apply');
    const now = (await allWorkspaces(litemail)).find((each) => each.id === id);
    if (!now || (now.name !== from && now.name !== to))
      throw new AppError('drift', `The workspace ${from} changed since the plan was made.`, {
        hint: `${typed('workspaces list')} shows the current workspaces.`,
      });
    if (now.name !== to) await litemail.updateWorkspace({ params: { id }, body: { name: to } });
    return { status: 'applied', text: `The workspace ${from} is now called ${to}.` };
  },
});
