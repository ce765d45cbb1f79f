import { limits } from './block-kit/limits.ts';
import { validateView, viewIsTooLarge } from './block-kit/validate.ts';
import type { Block, View } from './posted-message.ts';
import { appId } from './seed-slack.ts';
import type { SlackContext } from './slack-context.ts';
import { complaints, Refusal } from './slack-refusal.ts';
import type { Team } from './team.ts';
import { named, stateOf } from './view-elements.ts';

/** Refuses a view with Slack's codes and remembers it. */
export function checkView(slack: SlackContext, where: string, view: unknown, type: 'modal' | 'home'): void {
  if (view === null || typeof view !== 'object') throw new Refusal('invalid_arguments');
  if (viewIsTooLarge(view)) {
    slack.invalid.note(where, [{ pointer: '', message: 'view_too_large' }], view);
    throw new Refusal('view_too_large');
  }
  const problems = validateView(view);
  if ((view as { type?: unknown }).type !== type)
    problems.push({ pointer: '/type', message: `must be ${type} for ${where}` });
  if (slack.invalid.note(where, problems, view)) throw new Refusal('invalid_arguments', complaints(problems));
}

type Given = Partial<View> & { type: 'modal' | 'home'; blocks: Block[] };
interface Before {
  readonly id: string;
  readonly root_view_id: string;
  readonly previous_view_id: string | null;
  readonly state?: View['state'];
}

/** The stored form of what the app gave. `before` is the view it takes the place of, or just its place. */
export function viewOf(slack: SlackContext, team: Team, given: Given, before?: Before): View {
  const { state } = slack;
  const id = before?.id ?? state.newId('V');
  const blocks = named(given.blocks, () => state.newId('').slice(1, 6).toLowerCase());
  const { title, close = null, submit = null, clear_on_close = false, notify_on_close = false } = given;
  return {
    id,
    team_id: team.id,
    app_id: appId,
    app_installed_team_id: team.id,
    bot_id: team.botId,
    type: given.type,
    blocks,
    private_metadata: given.private_metadata ?? '',
    callback_id: given.callback_id ?? '',
    external_id: given.external_id ?? '',
    hash: `${state.nextTs().split('.')[0]}.${state.newId('').slice(1, 9)}`,
    state: { values: stateOf(blocks, before?.state?.values) },
    root_view_id: before?.root_view_id ?? id,
    previous_view_id: before?.previous_view_id ?? null,
    ...(given.type === 'modal' && { title, close, submit, clear_on_close, notify_on_close }),
  } as View;
}

/** Opens the first modal of a person, or puts one more on top. */
export async function pushView(slack: SlackContext, team: Team, user: string, given: unknown): Promise<View> {
  const { stack } = slack.state.screen(team.id, user);
  const top = stack.at(-1);
  if (stack.length >= limits.view.stack.max_items) throw new Refusal('push_limit_reached');
  const id = slack.state.newId('V');
  const view = viewOf(slack, team, given as Given, {
    id,
    root_view_id: top?.root_view_id ?? id,
    previous_view_id: top?.id ?? null,
  });
  stack.push(view);
  await slack.state.saveScreen(team.id, user, 'view');
  return view;
}

export async function replaceView(
  slack: SlackContext,
  team: Team,
  user: string,
  id: string,
  given: unknown,
): Promise<View> {
  const { stack } = slack.state.screen(team.id, user);
  const at = stack.findIndex((view) => view.id === id);
  const before = stack[at];
  if (!before) throw new Refusal('not_found');
  const view = viewOf(slack, team, given as Given, before);
  stack[at] = view;
  await slack.state.saveScreen(team.id, user, 'view');
  return view;
}

/** Whose modal this is. */
export function ownerOf(slack: SlackContext, team: Team, matches: (view: View) => boolean) {
  for (const person of team.people) {
    const view = slack.state.screen(team.id, person.id).stack.find(matches);
    if (view) return { user: person.id, view };
  }
  throw new Refusal('not_found');
}
