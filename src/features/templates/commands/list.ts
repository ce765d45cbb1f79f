import { command } from '../../product-context.ts';
import { templatesView } from '../views/templates-view.ts';

export const templatesList = command.read({
  name: 'templates list',
  summary: 'Show the record templates of this team',
  role: 'viewer',
  args: {},
  run: async ({ stores, actor }) => templatesView(await stores.templates.list(actor.teamId)),
});
