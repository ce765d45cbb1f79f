import { command } from '../../product-context.ts';
import { setupState } from '../service/setup-state.ts';
import { setupView } from '../views/setup-view.ts';

export const setup = command.read({
  name: 'setup',
  summary: 'Set up the app for this team: keys, channels and roles',
  role: 'admin',
  args: {},
  run: async (ctx) => setupView(await setupState(ctx)),
});
