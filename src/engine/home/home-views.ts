import { may } from '../../domain/actor.ts';
import { AppError } from '../../lib/errors.ts';
import type { HomeView, KnownBlock } from '../../ui/block-types.ts';
import { groupsFor } from '../commands/derive.ts';
import type { Registry } from '../commands/names.ts';
import type { CommandContext } from '../context.ts';
import type { HomeSection } from '../features/surfaces.ts';
import { homeView, type ShownSection } from './home-view.ts';

const openStatuses = ['pending', 'approved'] as const;
const closedStatuses = ['applied', 'failed', 'refused'] as const;

const isFor = (ctx: CommandContext, { for: whom }: HomeSection): boolean =>
  ctx.actor.roles.size === 0 ? whom === 'nobody' : whom === 'everybody' || (whom !== 'nobody' && may(ctx.actor, whom));

async function blocksOf(ctx: CommandContext, section: HomeSection): Promise<readonly KnownBlock[] | undefined> {
  try {
    return await section.blocks(ctx);
  } catch (error) {
    if (error instanceof AppError) return undefined;
    throw error;
  }
}

/**
 * App Home for whom it is opened by: sections of the features, requests that wait for this person, this person's own, and
 * recent ones. Comes a second time when sections take long.
 */
export async function* homeViews(
  ctx: CommandContext,
  registry: Registry,
  sections: readonly HomeSection[],
): AsyncGenerator<HomeView> {
  const { actor, access, stores, clock } = ctx;
  const { teamId, userId } = actor;
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
  const recent = actor.roles.size > 0 ? await stores.requests.list(teamId, { status: closedStatuses, limit: 8 }) : [];
  const content = {
    actor,
    now: clock.now(),
    forMe: waiting.filter((_, index) => decidable[index]),
    mine: waiting.filter(({ requester }, index) => requester === userId && !decidable[index]),
    recent,
    mayUndo: may(actor, 'operator'),
    commands: groupsFor(registry, actor.roles).flatMap(({ noun, entries }) =>
      noun === 'general' ? [] : entries.slice(0, 1).map((entry) => ({ ...entry, label: entry.title })),
    ),
  };
  const shown = new Map<HomeSection, ShownSection>();
  const read = async (wanted: readonly HomeSection[]): Promise<void> => {
    await Promise.all(
      wanted.map(async (section) => {
        const blocks = await blocksOf(ctx, section);
        if (blocks) shown.set(section, { title: section.title, blocks });
      }),
    );
  };
  const view = () => homeView({ ...content, sections: sections.flatMap((section) => shown.get(section) ?? []) });

  const own = sections.filter((section) => isFor(ctx, section));
  await read(own.filter(({ late }) => !late));
  yield view();
  const before = shown.size;
  await read(own.filter(({ late }) => late));
  if (shown.size > before) yield view();
}
