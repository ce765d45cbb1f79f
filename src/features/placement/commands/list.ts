import { collectPages } from '../../../lib/all-pages.ts';
import { command } from '../../product-context.ts';
import { placementListView } from '../views/placement-view.ts';

export const placementList = command.read({
  name: 'placement list',
  summary: 'List placement tests',
  role: 'viewer',
  operations: { litemail: ['listPlacementTests'] },
  args: {},
  async run(ctx) {
    const litemail = await ctx.apis.litemail(ctx.actor.teamId);
    return placementListView(
      await collectPages(50, (page) => litemail.listPlacementTests({ query: { page, limit: 50 } })),
    );
  },
});
