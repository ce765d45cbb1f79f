import { defineFeature } from '../../engine/features/define-feature.ts';
import { allWorkspaces } from '../litemail/index.ts';
import type { Services } from '../product-context.ts';
import { workspacesCreate } from './commands/create.ts';
import { workspacesList } from './commands/list.ts';
import { workspacesUpdate } from './commands/update.ts';

export const workspacesFeature = defineFeature({
  name: 'workspaces',
  commands: [workspacesList, workspacesCreate, workspacesUpdate],
  choices: {
    workspaces: {
      for: 'everybody',
      list: async ({ apis }: Services, teamId) =>
        (await allWorkspaces(await apis.litemail(teamId))).map(({ name }) => name),
    },
  },
});
