export interface Person {
  readonly id: string;
  readonly name: string;
  readonly realName: string;
  readonly isOwner?: boolean;
  readonly isAdmin?: boolean;
  readonly isGuest?: boolean;
  readonly isBot?: boolean;
  deleted?: boolean;
}

export interface Channel {
  id: string;
  name: string;
  readonly isPrivate?: boolean;
  isArchived?: boolean;
  /** The person this direct message of the app is with. */
  readonly im?: string;
  members: string[];
}

export interface Usergroup {
  readonly id: string;
  readonly handle: string;
  readonly name: string;
  users: string[];
  disabled?: boolean;
}

/** A Slack workspace with the app installed in it, or not any more. */
export interface Team {
  readonly id: string;
  readonly name: string;
  readonly domain: string;
  readonly botUser: string;
  readonly botId: string;
  /** The app's bot token here; undefined once uninstalled. */
  token: string | undefined;
  scopes: string[];
  people: Person[];
  channels: Channel[];
  usergroups: Usergroup[];
}

export const findPerson = (team: Team, id: string): Person | undefined =>
  team.people.find((person) => person.id === id);
export const findChannel = (team: Team, id: string): Channel | undefined =>
  team.channels.find((channel) => channel.id === id);

/** The direct message between the app and a person: D0ANA for U0ANA. Made when first needed. */
export function directMessage(team: Team, userId: string): Channel {
  const id = `D${userId.slice(1)}`;
  const known = findChannel(team, id);
  if (known) return known;
  const made: Channel = { id, name: 'directmessage', im: userId, members: [userId, team.botUser] };
  team.channels.push(made);
  return made;
}
