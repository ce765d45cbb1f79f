import type { App } from '@slack/bolt';
import { homeViews } from '../../../engine/home/home-views.ts';
import { drawn } from '../../../ui/block-kit.ts';
import { commandContext, type SlackDeps } from './slack-deps.ts';

export function onHome(app: App, deps: SlackDeps): void {
  app.event('app_home_opened', async ({ event, context }) => {
    const { user: userId, tab } = event;
    // In other events the person is an object.
    if (tab !== 'home' || typeof userId !== 'string') return;
    const teamId = context.teamId ?? '';
    try {
      const ctx = await commandContext(deps, { teamId, userId });
      for await (const view of homeViews(ctx, deps.registry, deps.surfaces.home)) {
        const { views } = await deps.clients.posts(teamId);
        await views.publish({ user_id: userId, view: drawn(view) });
      }
    } catch (error) {
      deps.reference(error);
    }
  });
}
