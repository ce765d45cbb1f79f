import { command } from '../../product-context.ts';
import { templatesView } from '../views/templates-view.ts';

export const templatesList = command.read({
  name: 'templates list',
  summary: 'List this team’s record templates',
  role: 'viewer',
  args: {},
  run: async ({ stores, actor }) => templatesView(await stores.templates.list(actor.teamId)),
});
