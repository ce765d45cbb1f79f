import { defineFeature } from '../../engine/features/define-feature.ts';
import { workspacesCreate } from './commands/create.ts';
import { workspacesList } from './commands/list.ts';
import { workspacesUpdate } from './commands/update.ts';

export const workspacesFeature = defineFeature({
  name: 'workspaces',
  commands: [workspacesList, workspacesCreate, workspacesUpdate],
});
