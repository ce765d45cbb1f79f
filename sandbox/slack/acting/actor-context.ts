import { CannotDo } from '../choose.ts';
import type { Deliver, Delivered } from '../deliver-to-app.ts';
import type { SlackContext } from '../slack-context.ts';
import { type Channel, directMessage, findPerson, type Person, type Team } from '../team.ts';

export interface Acting {
  readonly slack: SlackContext;
  readonly deliver: Deliver;
}

/** What a person gets to see of how it went, besides messages and views. */
export interface Seen {
  readonly delivered?: Delivered;
  /** What Slack itself tells the person, when the app did not do its part. */
  readonly shown?: string;
  /** Complaints under the fields of a form, by block_id. */
  readonly errors?: Readonly<Record<string, string>>;
}

/** A person and the team they belong to. Both are found by id; a name works where it is clear. */
export function personAt({ slack }: Acting, user: string, teamId?: string): { team: Team; person: Person } {
  const teams = slack.state.teams().filter((team) => teamId === undefined || team.id === teamId);
  for (const team of teams) {
    const person = findPerson(team, user) ?? team.people.find((it) => it.name === user.replace(/^@/, ''));
    if (person && !person.isBot) return { team, person };
  }
  throw new CannotDo(`There is nobody called "${user}".`);
}

/** A channel by id, by name with or without #, or the app's direct message with a person by the person's id. */
export function channelAt(team: Team, name: string): Channel {
  const plain = name.replace(/^#/, '');
  const match = team.channels.find((channel) => channel.id === plain || (!channel.im && channel.name === plain));
  if (match) return match;
  if (findPerson(team, plain)) return directMessage(team, plain);
  throw new CannotDo(`There is no channel "${name}" in ${team.name}.`);
}

/** The channel, if that person is in it. */
export function channelFor(team: Team, person: Person, name: string): Channel {
  const channel = channelAt(team, name);
  if (channel.members.includes(person.id)) return channel;
  throw new CannotDo(`${person.realName} is not in ${channel.im ? 'that direct message' : `#${channel.name}`}.`);
}

export const responseUrl = (slack: SlackContext, id: string): string =>
  `${slack.origin()}/sandbox/slack/response/${id}`;
