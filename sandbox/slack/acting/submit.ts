import { z } from 'zod';
import { CannotDo, chosenValue } from '../choose.ts';
import { clientErrors } from '../client-errors.ts';
import type { Delivered } from '../deliver-to-app.ts';
import { inputNamed } from '../find-element.ts';
import { interaction } from '../outgoing.ts';
import { common, shownView, viewContainer } from '../payloads.ts';
import type { View } from '../posted-message.ts';
import { Refusal } from '../slack-refusal.ts';
import { checkView, pushView, replaceView } from '../stored-views.ts';
import type { Person, Team } from '../team.ts';
import { type Acting, personAt, type Seen } from './actor-context.ts';
import { suggestions } from './suggest.ts';
import { viewAt } from './view-at.ts';

const trouble = 'We had some trouble connecting. Try again?';

export interface Submit {
  readonly user: string;
  readonly team?: string | undefined;
  /** A modal's id or callback_id; the one in front when left out. */
  readonly view?: string | undefined;
  /** By block_id, action_id or the label of the input. What is left out keeps what it has. */
  readonly values?: Readonly<Record<string, unknown>> | undefined;
}

async function fill(
  acting: Acting,
  team: Team,
  person: Person,
  view: View,
  values: Submit['values'] = {},
): Promise<void> {
  for (const [name, given] of Object.entries(values)) {
    const { block, element } = inputNamed(view.blocks, name);
    const suggest = (query: string) =>
      suggestions(acting, team, person, { block, element, place: viewContainer(view), query });
    const chosen = await chosenValue({ slack: acting.slack, team, user: person.id, suggest }, element, given);
    view.state.values[block.block_id] = { ...view.state.values[block.block_id], [element.action_id]: chosen };
  }
}

async function setErrors(
  acting: Acting,
  team: Team,
  person: Person,
  view: View,
  errors: Record<string, string> | undefined,
) {
  const screen = acting.slack.state.screen(team.id, person.id);
  const { [view.id]: _, ...others } = screen.errors ?? {};
  screen.errors = errors ? { ...others, [view.id]: errors } : others;
  await acting.slack.state.saveScreen(team.id, person.id, 'view');
}

const answer = z.discriminatedUnion('response_action', [
  z.looseObject({ response_action: z.literal('clear') }),
  z.looseObject({ response_action: z.literal('errors'), errors: z.record(z.string(), z.string().min(1)) }),
  z.looseObject({ response_action: z.literal('update'), view: z.unknown() }),
  z.looseObject({ response_action: z.literal('push'), view: z.unknown() }),
]);

/** Does what the app's answer to a submission says: nothing closes this view and shows the one below. */
async function follow(acting: Acting, team: Team, person: Person, view: View, { body }: Delivered): Promise<Seen> {
  const { slack } = acting;
  const screen = slack.state.screen(team.id, person.id);
  if (body === undefined || body === '') {
    screen.stack = screen.stack.filter((it) => it.id !== view.id);
    await slack.state.saveScreen(team.id, person.id, 'view');
    return {};
  }
  const parsed = answer.safeParse(body);
  const reject = (message: string): Seen => {
    slack.invalid.note('ack of view_submission', [{ pointer: '', message }], body);
    return { shown: trouble };
  };
  if (!parsed.success) return reject('unknown response_action');
  const action = parsed.data;
  if (action.response_action === 'clear') {
    screen.stack = [];
    await slack.state.saveScreen(team.id, person.id, 'view');
    return {};
  }
  if (action.response_action === 'errors') {
    const inputs = new Set(view.blocks.filter((it) => it.type === 'input').map((it) => it.block_id));
    const unknown = Object.keys(action.errors).find((id) => !inputs.has(id));
    if (unknown !== undefined) return reject(`errors for a block that is no input: ${unknown}`);
    await setErrors(acting, team, person, view, action.errors);
    return { errors: action.errors };
  }
  try {
    checkView(slack, `ack of view_submission (${action.response_action})`, action.view, 'modal');
    if (action.response_action === 'push') await pushView(slack, team, person.id, action.view);
    else await replaceView(slack, team, person.id, view.id, action.view);
    return {};
  } catch (error) {
    if (error instanceof Refusal) return { shown: trouble };
    throw error;
  }
}

/** Fills in a form and sends it; Slack's own complaints come first and nothing is sent then. */
export async function submitView(acting: Acting, { user, team: teamId, view: name, values }: Submit): Promise<Seen> {
  const { slack, deliver } = acting;
  const { team, person } = personAt(acting, user, teamId);
  const view = viewAt(acting, team, person, name ?? 'top');
  if (view.type !== 'modal' || !view.submit) throw new CannotDo('This view has nothing to submit.');
  await fill(acting, team, person, view, values);
  const missing = clientErrors(view);
  if (Object.keys(missing).length > 0) {
    await setErrors(acting, team, person, view, missing);
    throw new CannotDo(`The form is not complete: ${Object.values(missing).join(' ')}`, missing);
  }
  await setErrors(acting, team, person, view, undefined);
  const payload = {
    type: 'view_submission',
    ...common(team, person.id),
    trigger_id: slack.handles.newTrigger(team.id, person.id),
    view: shownView(view),
    response_urls: [],
  };
  const delivered = await deliver(interaction(`submit ${view.title?.text}`, payload));
  if (delivered.problem) return { delivered, shown: trouble };
  return { delivered, ...(await follow(acting, team, person, view, delivered)) };
}

export interface Close {
  readonly user: string;
  readonly team?: string | undefined;
  readonly view?: string | undefined;
}

/** Closes a modal with its cross: with `clear_on_close` all of them. The app hears of it where it asked to. */
export async function closeView(acting: Acting, { user, team: teamId, view: name }: Close): Promise<Seen> {
  const { slack, deliver } = acting;
  const { team, person } = personAt(acting, user, teamId);
  const view = viewAt(acting, team, person, name ?? 'top');
  const screen = slack.state.screen(team.id, person.id);
  const cleared = view.clear_on_close === true;
  screen.stack = cleared ? [] : screen.stack.filter((it) => it.id !== view.id);
  await slack.state.saveScreen(team.id, person.id, 'view');
  if (!view.notify_on_close) return {};
  const payload = { type: 'view_closed', ...common(team, person.id), view: shownView(view), is_cleared: cleared };
  return { delivered: await deliver(interaction(`close ${view.title?.text}`, payload)) };
}
