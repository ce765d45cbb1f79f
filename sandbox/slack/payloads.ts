import { shownMessage } from './post.ts';
import type { Block, Element, Message, Option, StateValue, View } from './posted-message.ts';
import { appId, verificationToken } from './seed-slack.ts';
import { type Channel, findPerson, type Team } from './team.ts';
import { stateField } from './view-elements.ts';

const person = (team: Team, userId: string) => {
  const name = findPerson(team, userId)?.name ?? userId;
  return { id: userId, username: name, name, team_id: team.id };
};

/** What every interaction has. */
export const common = (team: Team, userId: string) => ({
  user: person(team, userId),
  api_app_id: appId,
  token: verificationToken,
  team: { id: team.id, domain: team.domain },
  enterprise: null,
  is_enterprise_install: false,
});

/** A view as interactions show it. */
export const shownView = (view: View): View => view;

export const messageContainer = (message: Message, channel: Channel) => ({
  container: {
    type: 'message',
    message_ts: message.ts,
    channel_id: channel.id,
    is_ephemeral: message.ephemeralFor !== undefined,
    ...(message.thread_ts && { thread_ts: message.thread_ts }),
  },
  channel: { id: channel.id, name: channel.name },
  // Slack leaves ephemeral messages out: the app cannot read them back.
  ...(message.ephemeralFor === undefined && { message: shownMessage(message) }),
});

export const viewContainer = (view: View) => ({
  container: { type: 'view', view_id: view.id },
  view: shownView(view),
});

const initialOf = (element: Element) =>
  Object.fromEntries(Object.entries(element).filter(([key]) => key.startsWith('initial_')));

/** One entry of `actions`: the element as pressed, with what was chosen in it. */
export function action(block: Block, element: Element, chosen: StateValue | undefined, at: string) {
  const { type, action_id, text, value } = element;
  const field = stateField(type);
  return {
    type,
    action_id,
    block_id: block.block_id,
    action_ts: at,
    ...(text && { text }),
    ...(field === undefined && value !== undefined && { value }),
    ...(type === 'feedback_buttons' && chosen && { value: chosen.value }),
    ...(type === 'overflow' && { selected_option: chosen?.selected_option }),
    ...(field !== undefined && { [field]: chosen?.[field] ?? null }),
    ...(element.placeholder !== undefined && { placeholder: element.placeholder }),
    ...(element.style !== undefined && { style: element.style }),
    ...(element.url !== undefined && { url: element.url }),
    ...initialOf(element),
  };
}

/** All options an element lists itself, those in groups included. */
export const optionsOf = (element: Element): Option[] => [
  ...(element.options ?? []),
  ...(element.option_groups ?? []).flatMap((group) => group.options),
];
