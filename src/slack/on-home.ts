import type { App } from '@slack/bolt';
import { groupsFor } from '../commands/derive.ts';
import { type Actor, may } from '../core/actor.ts';
import { AppError } from '../core/errors.ts';
import { type Dashboard, readDashboard } from '../services/dashboard/read-dashboard.ts';
import { setupState } from '../services/team/setup-state.ts';
import { titleOf } from '../views/help.ts';
import { homeView } from '../views/home.ts';
import { isComplete } from '../views/setup.ts';
import type { Desk } from './desk.ts';

const open = ['pending', 'approved'] as const;
const done = ['applied', 'failed', 'refused'] as const;

/** Without LiteMail the rest of App Home is shown all the same. */
async function dashboardFor(desk: Desk, actor: Actor): Promise<Dashboard | undefined> {
  if (actor.roles.size === 0) return undefined;
  try {
    return await readDashboard({ ...desk.services, actor });
  } catch (error) {
    if (error instanceof AppError) return undefined;
    throw error;
  }
}

/** App Home: what waits for this person, what this person waits for, what was done lately. */
export function onHome(app: App, desk: Desk): void {
  app.event('app_home_opened', async ({ event, context }) => {
    const { user: userId, tab } = event;
    const teamId = context.teamId ?? '';
    if (tab !== 'home') return;
    try {
      const { access, stores, clock } = desk.services;
      const actor = await access.actor(teamId, userId);
      const waiting = await stores.requests.list(teamId, { status: open, limit: 50 });
      const decidable = await Promise.all(
        waiting.map(
          async (request) =>
            request.status === 'pending' &&
            (request.requester === userId
              ? request.require.length === 0
              : (await access.meets(teamId, userId, request.require)).length > 0),
        ),
      );
      const recent = actor.roles.size > 0 ? await stores.requests.list(teamId, { status: done, limit: 8 }) : [];
      const setup = actor.roles.has('admin') ? await setupState({ ...desk.services, actor }) : undefined;
      const content = {
        actor,
        now: clock.now(),
        forMe: waiting.filter((_, index) => decidable[index]),
        mine: waiting.filter(({ requester }, index) => requester === userId && !decidable[index]),
        recent,
        mayUndo: may(actor, 'operator'),
        ...(setup && !isComplete(setup) && { setup }),
        commands: groupsFor(desk.registry, actor.roles).flatMap(({ noun, entries }) =>
          noun === 'general' ? [] : entries.slice(0, 1).map((entry) => ({ ...entry, label: titleOf(entry.command) })),
        ),
      };
      const { views } = await desk.clients.posts(teamId);
      await views.publish({ user_id: userId, view: homeView(content) });
      const dashboard = await dashboardFor(desk, actor);
      if (dashboard) await views.publish({ user_id: userId, view: homeView({ ...content, dashboard }) });
    } catch (error) {
      desk.reference(error);
    }
  });
}
