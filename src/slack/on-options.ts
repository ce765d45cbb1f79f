import type { App } from '@slack/bolt';
import { allPages } from '../apis/litemail/all-pages.ts';
import type { OptionsSource } from '../commands/args.ts';
import { AppError } from '../core/errors.ts';
import type { Services } from '../services/context.ts';
import { truncate } from '../views/block-kit.ts';
import { askerOf } from './asker.ts';
import type { Desk } from './desk.ts';

const fresh = 60_000;
const most = 100;

type List = (services: Services, teamId: string) => Promise<readonly string[]>;

const lists: Partial<Record<OptionsSource, List>> = {
  async zones({ apis }, teamId) {
    const homes = Object.values(await apis.homes(teamId));
    const zones = await Promise.all(homes.map((home) => home.zones().catch(() => [])));
    return [...new Set(zones.flat().map(({ name }) => name))].sort();
  },
  async mailboxes({ apis }, teamId) {
    const litemail = await apis.litemail(teamId);
    return (await allPages((page) => litemail.listMailboxes({ query: { page, limit: 100 } }))).flatMap(
      ({ email }) => email ?? [],
    );
  },
};

/** Suggestions while somebody types in a select: from a list that is at most a minute old. */
export function onOptions(app: App, desk: Desk): void {
  const cache = new Map<string, { at: number; list: Promise<readonly string[]> }>();
  const remembered = (source: OptionsSource, teamId: string): Promise<readonly string[]> => {
    const key = `${teamId}/${source}`;
    const now = desk.services.clock.now();
    const found = cache.get(key);
    if (found && now - found.at < fresh) return found.list;
    const list = lists[source]?.(desk.services, teamId) ?? Promise.resolve([]);
    cache.set(key, { at: now, list });
    list.catch(() => cache.delete(key));
    return list;
  };

  app.options(/.*/, async ({ ack, body }) => {
    const { action_id: actionId, value } = body as { action_id: string; value: string };
    const source = actionId.replace(/^options\./, '') as OptionsSource;
    const { teamId, userId } = askerOf(body);
    try {
      const { roles } =
        desk.services.access.remembered(teamId, userId) ?? (await desk.services.access.actor(teamId, userId));
      const all = roles.size > 0 ? await remembered(source, teamId) : [];
      const typed = value.trim().toLowerCase();
      const options = all.filter((each) => each.toLowerCase().includes(typed) && each.length <= 75).slice(0, most);
      await ack({
        options: options.map((each) => ({ text: { type: 'plain_text', text: truncate(each, 75) }, value: each })),
      });
    } catch (error) {
      if (!(error instanceof AppError)) desk.reference(error);
      await ack({ options: [] });
    }
  });
}
