import { z } from 'zod';
import { positional } from '../../../engine/commands/arguments.ts';
import { collectPages } from '../../../lib/all-pages.ts';
import { AppError } from '../../../lib/errors.ts';
import { typed } from '../../../lib/text.ts';
import { command } from '../../product-context.ts';
import { placementView } from '../views/placement-view.ts';

export const placementShow = command.read({
  name: 'placement show',
  summary: 'Show the result of a placement test',
  role: 'viewer',
  operations: { litemail: ['listPlacementTests'] },
  args: { test: positional(z.string().min(1), { label: 'Test', help: 'Its name or id', example: 'Launch check' }) },
  async run(ctx, { test }) {
    const litemail = await ctx.apis.litemail(ctx.actor.teamId);
    const { items: all } = await collectPages(50, (page) =>
      litemail.listPlacementTests({ query: { page, limit: 50 } }),
    );
    const match =
      all.find(({ id }) => id === test) ?? all.find(({ testName }) => testName?.toLowerCase() === test.toLowerCase());
    if (match) return placementView(match);
    throw new AppError('not_found', `There is no placement test “${test}”.`, {
      hint: `${typed('placement list')} shows all of them.`,
    });
  },
});
