import { CannotDo, chosenValue } from '../choose.ts';
import { elementAt, findElement, type Match, type Pointing } from '../find-element.ts';
import { interaction } from '../outgoing.ts';
import { action, common, messageContainer, viewContainer } from '../payloads.ts';
import type { Block, Element, Message, StateValue, StateValues, View } from '../posted-message.ts';
import type { Channel, Person, Team } from '../team.ts';
import { stateField, stateOf } from '../view-elements.ts';
import { type Acting, channelFor, personAt, responseUrl, type Seen } from './actor-context.ts';
import { suggestions } from './suggest.ts';
import { viewAt } from './view-at.ts';

export interface Press extends Pointing {
  readonly user: string;
  readonly team?: string | undefined;
  readonly channel?: string | undefined;
  /** Without it the newest message of the channel that has such an element. */
  readonly ts?: string | undefined;
  /** A modal's id, `top`, or `home`. */
  readonly view?: string | undefined;
  /** What is chosen in a select, a menu, checkboxes, a date …, or typed into an input. */
  readonly selected?: unknown;
  /** Press what is no longer shown, as somebody does whose screen is old: needs action_id. */
  readonly stale?: boolean | undefined;
}

const trouble = 'We had some trouble connecting. Try again?';

const visibleTo = (message: Message, user: string) =>
  message.ephemeralFor === undefined || message.ephemeralFor === user;

function messageAt({ slack }: Acting, team: Team, person: Person, channel: Channel, press: Press): Message {
  const messages = slack.state.messages(team.id, channel.id).filter((it) => visibleTo(it, person.id));
  if (press.ts === undefined) {
    const newest = messages.findLast((it) => findElement(it.blocks ?? [], press));
    if (newest) return newest;
    throw new CannotDo(`No message there has "${press.label ?? press.action_id ?? press.block_id}".`);
  }
  const target = messages.find((it) => it.ts === press.ts);
  if (!target) throw new CannotDo(`There is no message ${press.ts} there that ${person.realName} can see.`);
  return target;
}

/** What an old screen shows: enough of the element to press it. */
function staleElement({ action_id, block_id = 'old', label, value }: Press): Match {
  if (action_id === undefined) throw new CannotDo('A stale press needs action_id.');
  const element: Element = {
    type: 'button',
    action_id,
    ...(label !== undefined && { text: { type: 'plain_text', text: label } }),
    ...(value !== undefined && { value }),
  };
  return { block: { type: 'actions', block_id, elements: [element] }, element };
}

const find = (blocks: readonly Block[], press: Press): Match =>
  press.stale ? staleElement(press) : elementAt(blocks, press);

async function chosenIn(acting: Acting, team: Team, person: Person, target: Match, press: Press, place: object) {
  const { element, block, option } = target;
  if (element.type === 'feedback_buttons') {
    const side = press.selected === 'negative' ? 'negative_button' : 'positive_button';
    return { type: element.type, value: (element[side] as { value: string }).value };
  }
  const keepsNothing = stateField(element.type) === undefined && element.type !== 'overflow';
  if (keepsNothing) return undefined;
  const given = press.selected ?? press.value ?? option;
  if (
    given === undefined &&
    stateField(element.type) !== undefined &&
    element.type !== 'file_input' &&
    !isTyped(element)
  )
    throw new CannotDo(`Say what is selected in "${press.label ?? element.action_id}".`);
  const suggest = (query: string) => suggestions(acting, team, person, { block, element, place, query });
  return chosenValue({ slack: acting.slack, team, user: person.id, suggest }, element, given);
}
const isTyped = (element: Element) => stateField(element.type) === 'value';

function remember(values: StateValues, { block, element }: Match, chosen: StateValue | undefined): StateValues {
  if (!chosen || stateField(element.type) === undefined) return values;
  return { ...values, [block.block_id]: { ...values[block.block_id], [element.action_id]: chosen } };
}

async function pressInMessage(acting: Acting, team: Team, person: Person, press: Press): Promise<Seen> {
  const { slack, deliver } = acting;
  const channel = channelFor(team, person, press.channel ?? '');
  const message = messageAt(acting, team, person, channel, press);
  const pressed = find(message.blocks ?? [], press);
  const place = messageContainer(message, channel);
  const chosen = await chosenIn(acting, team, person, pressed, press, place);
  const values = remember(stateOf(message.blocks ?? [], message.chosen?.[person.id]), pressed, chosen);
  message.chosen = { ...message.chosen, [person.id]: values };
  await slack.state.saveMessages(team.id, channel.id, message.ts);

  const target = {
    teamId: team.id,
    channel: channel.id,
    user: person.id,
    ts: message.ts,
    ...(message.thread_ts && { threadTs: message.thread_ts }),
  };
  const payload = {
    type: 'block_actions',
    ...common(team, person.id),
    ...place,
    trigger_id: slack.handles.newTrigger(team.id, person.id),
    state: { values },
    response_url: responseUrl(slack, await slack.handles.newResponseUrl(target)),
    actions: [action(pressed.block, pressed.element, chosen, slack.state.nextTs())],
  };
  const delivered = await deliver(interaction(`press ${press.label ?? pressed.element.action_id}`, payload));
  return { delivered, ...(delivered.problem && { shown: trouble }) };
}

async function pressInView(acting: Acting, team: Team, person: Person, press: Press): Promise<Seen> {
  const { slack, deliver } = acting;
  const view: View = viewAt(acting, team, person, press.view ?? 'top');
  const target = find(view.blocks, press);
  const chosen = await chosenIn(acting, team, person, target, press, viewContainer(view));
  view.state.values = remember(view.state.values, target, chosen);
  await slack.state.saveScreen(team.id, person.id, view.type === 'home' ? 'home' : 'view');
  // Inputs tell the app nothing before the form is sent, unless they ask to.
  if (target.block.type === 'input' && !target.block.dispatch_action) return {};

  const payload = {
    type: 'block_actions',
    ...common(team, person.id),
    ...viewContainer(view),
    trigger_id: slack.handles.newTrigger(team.id, person.id),
    actions: [action(target.block, target.element, chosen, slack.state.nextTs())],
  };
  const delivered = await deliver(interaction(`press ${press.label ?? target.element.action_id}`, payload));
  return { delivered, ...(delivered.problem && { shown: trouble }) };
}

/** Presses a button, or chooses in a menu, in a message, a modal or App Home. A confirm dialog is confirmed. */
export async function pressElement(acting: Acting, press: Press): Promise<Seen> {
  const { team, person } = personAt(acting, press.user, press.team);
  return press.channel === undefined
    ? pressInView(acting, team, person, press)
    : pressInMessage(acting, team, person, press);
}
