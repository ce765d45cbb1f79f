import { CannotDo } from '../choose.ts';
import type { View } from '../posted-message.ts';
import type { Person, Team } from '../team.ts';
import type { Acting } from './actor-context.ts';

/** `home`, `top` for the modal in front, or a modal by its id or callback_id. */
export function viewAt({ slack }: Acting, team: Team, person: Person, name: string): View {
  const { stack, home } = slack.state.screen(team.id, person.id);
  const match =
    name === 'home'
      ? home
      : name === 'top'
        ? stack.at(-1)
        : stack.findLast((view) => view.id === name || view.callback_id === name);
  if (match) return match;
  const what = name === 'home' ? 'no App Home yet' : name === 'top' ? 'no form open' : `no form "${name}" open`;
  throw new CannotDo(`${person.realName} has ${what}.`);
}
