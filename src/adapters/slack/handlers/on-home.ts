import type { App } from '@slack/bolt';
import { type Actor, may } from '../../../domain/actor.ts';
import { groupsFor } from '../../../engine/commands/derive.ts';
import { titleOf } from '../../../engine/commands/help.ts';
import { setupState } from '../../../features/setup/service/setup-state.ts';
import { isComplete } from '../../../features/setup/views/setup-view.ts';
import { type Dashboard, readDashboard } from '../../../features/status/service/read-dashboard.ts';
import { homeView } from '../../../features/status/views/home.ts';
import { AppError } from '../../../lib/errors.ts';
import type { SlackDeps } from './slack-deps.ts';

const openStatuses = ['pending', 'approved'] as const;
const closedStatuses = ['applied', 'failed', 'refused'] as const;

/** Undefined if LiteMail fails; the rest of App Home is shown anyway. */
async function dashboardFor(deps: SlackDeps, actor: Actor): Promise<Dashboard | undefined> {
  if (actor.roles.size === 0) return undefined;
  try {
    return await readDashboard({ ...deps.services, actor });
  } catch (error) {
    if (error instanceof AppError) return undefined;
    throw error;
  }
}

/** App Home: requests waiting for this person, this person's own requests, and recent ones. */
export function onHome(app: App, deps: SlackDeps): void {
  app.event('app_home_opened', async ({ event, context }) => {
    const { user: userId, tab } = event;
    const teamId = context.teamId ?? '';
    if (tab !== 'home') return;
    try {
      const { access, stores, clock } = deps.services;
      const actor = await access.actor(teamId, userId);
      const waiting = await stores.requests.list(teamId, { status: openStatuses, limit: 50 });
      const decidable = await Promise.all(
        waiting.map(
          async (request) =>
            request.status === 'pending' &&
            (request.requester === userId
              ? request.require.length === 0
              : (await access.meets(teamId, userId, request.require)).length > 0),
        ),
      );
      const recent =
        actor.roles.size > 0 ? await stores.requests.list(teamId, { status: closedStatuses, limit: 8 }) : [];
      const setup = actor.roles.has('admin') ? await setupState({ ...deps.services, actor }) : undefined;
      const content = {
        actor,
        now: clock.now(),
        forMe: waiting.filter((_, index) => decidable[index]),
        mine: waiting.filter(({ requester }, index) => requester === userId && !decidable[index]),
        recent,
        mayUndo: may(actor, 'operator'),
        ...(setup && !isComplete(setup) && { setup }),
        commands: groupsFor(deps.registry, actor.roles).flatMap(({ noun, entries }) =>
          noun === 'general' ? [] : entries.slice(0, 1).map((entry) => ({ ...entry, label: titleOf(entry.command) })),
        ),
      };
      const { views } = await deps.clients.posts(teamId);
      await views.publish({ user_id: userId, view: homeView(content) });
      const dashboard = await dashboardFor(deps, actor);
      if (dashboard) await views.publish({ user_id: userId, view: homeView({ ...content, dashboard }) });
    } catch (error) {
      deps.reference(error);
    }
  });
}
