import { z } from 'zod';
import { limits } from '../block-kit/limits.ts';
import { items, optionGroup, plainOption } from '../block-kit/pieces.ts';
import { CannotDo } from '../choose.ts';
import { elementAt } from '../find-element.ts';
import { interaction } from '../outgoing.ts';
import { common, messageContainer, viewContainer } from '../payloads.ts';
import type { Block, Element, Option } from '../posted-message.ts';
import type { Person, Team } from '../team.ts';
import { type Acting, channelFor, personAt } from './actor-context.ts';
import { viewAt } from './view-at.ts';

const answer = z.union([
  z.strictObject({ options: items(plainOption, { min_items: 0, ...limits.select.options }) }),
  z.strictObject({ option_groups: items(optionGroup, { min_items: 0, ...limits.select.option_groups }) }),
]);

interface Asking {
  readonly block: Block;
  readonly element: Element;
  /** `container` with `view` or `message` and `channel`. */
  readonly place: object;
  readonly query: string;
}

/** Asks the app for the options of an external select; none when it does not answer. */
export async function suggestions(acting: Acting, team: Team, person: Person, asking: Asking): Promise<Option[]> {
  const { block, element, place, query } = asking;
  const payload = {
    type: 'block_suggestion',
    ...common(team, person.id),
    ...place,
    action_id: element.action_id,
    block_id: block.block_id,
    value: query,
  };
  const { body, problem } = await acting.deliver(interaction(`options "${query}"`, payload));
  if (problem) return [];
  const parsed = answer.safeParse(body);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((it) => ({ pointer: `/${it.path.join('/')}`, message: it.message }));
    acting.slack.invalid.note('options', problems, body);
    return [];
  }
  return 'options' in parsed.data
    ? (parsed.data.options as Option[])
    : parsed.data.option_groups.flatMap((group) => group.options as Option[]);
}

export interface Options {
  readonly user: string;
  readonly team?: string | undefined;
  readonly view?: string | undefined;
  readonly channel?: string | undefined;
  readonly ts?: string | undefined;
  readonly action_id?: string | undefined;
  readonly block_id?: string | undefined;
  readonly label?: string | undefined;
  readonly query: string;
}

/** Types into an external select and reads what is offered. */
export async function loadOptions(acting: Acting, asked: Options): Promise<Option[]> {
  const { team, person } = personAt(acting, asked.user, asked.team);
  if (asked.channel === undefined) {
    const view = viewAt(acting, team, person, asked.view ?? 'top');
    const match = elementAt(view.blocks, asked);
    return suggestions(acting, team, person, { ...match, place: viewContainer(view), query: asked.query });
  }
  const channel = channelFor(team, person, asked.channel);
  const message = acting.slack.state.messages(team.id, channel.id).find((it) => it.ts === asked.ts);
  if (!message) throw new CannotDo(`There is no message ${asked.ts} there.`);
  const match = elementAt(message.blocks ?? [], asked);
  return suggestions(acting, team, person, { ...match, place: messageContainer(message, channel), query: asked.query });
}
