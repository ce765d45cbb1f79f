import { randomBytes } from 'node:crypto';
import type { Clock } from '../../src/ports/clock.ts';
import type { Documents } from '../documents.ts';
import type { Feed } from '../feed.ts';
import type { Message, View } from './posted-message.ts';
import { seededTeams } from './seed-slack.ts';
import type { Team } from './team.ts';

/** What one person has open: modals, newest last, and the App Home as last published. */
export interface Screen {
  stack: View[];
  home?: View;
  /** Complaints under fields, by view id and block_id. */
  errors?: Record<string, Record<string, string>>;
}

/** Everything Slack remembers. Writers resolve once it is stored. */
export interface SlackState {
  teams(): Team[];
  team(id: string): Team | undefined;
  /** The team that granted this bot token. */
  byToken(token: string): Team | undefined;
  saveTeam(team: Team): Promise<void>;
  messages(teamId: string, channel: string): Message[];
  addMessage(teamId: string, message: Message): Promise<void>;
  /** When a channel gets another id. */
  moveMessages(teamId: string, from: string, to: string): Promise<void>;
  /** After a change in place of one of `messages`; without `ts` the whole channel is meant. */
  saveMessages(teamId: string, channel: string, ts?: string): Promise<void>;
  removeMessage(teamId: string, channel: string, ts: string): Promise<void>;
  screen(teamId: string, userId: string): Screen;
  saveScreen(teamId: string, userId: string, kind: 'view' | 'home'): Promise<void>;
  /** Never the same twice, and later than all before. */
  nextTs(): string;
  newId(prefix: string): string;
  /** Back to the seed. */
  reset(): Promise<void>;
}

const messagesKey = (teamId: string, channel: string) => `slack/messages/${teamId}/${channel}`;
const screenKey = (teamId: string, userId: string) => `slack/screen/${teamId}/${userId}`;
const teamKey = (teamId: string) => `slack/team/${teamId}`;

export function createSlackState(documents: Documents, clock: Clock, feed: Feed): SlackState {
  async function seed(): Promise<void> {
    const missing = seededTeams().filter((team) => !documents.get(teamKey(team.id)));
    await Promise.all(missing.map((team) => documents.set(teamKey(team.id), team)));
  }
  void seed();

  let last = documents
    .keys('slack/messages/')
    .flatMap((key) => documents.get<Message[]>(key) ?? [])
    .reduce((latest, message) => Math.max(latest, Math.round(Number(message.ts) * 1e6)), 0);

  const teams = () => documents.keys('slack/team/').flatMap((key) => documents.get<Team>(key) ?? []);
  const messages = (teamId: string, channel: string) => documents.get<Message[]>(messagesKey(teamId, channel)) ?? [];
  // Screens that nothing was ever stored of, so that callers change the one that is stored in the end.
  const empty = new Map<string, Screen>();
  function screen(teamId: string, userId: string): Screen {
    const key = screenKey(teamId, userId);
    const known = documents.get<Screen>(key) ?? empty.get(key) ?? { stack: [] };
    empty.set(key, known);
    return known;
  }

  async function storeMessages(teamId: string, channel: string, next: Message[], ts?: string): Promise<void> {
    await documents.set(messagesKey(teamId, channel), next);
    feed.publish({ kind: 'message', team: teamId, channel, ...(ts && { ts }) });
  }

  return {
    teams,
    team: (id) => documents.get<Team>(teamKey(id)),
    byToken: (token) => teams().find((team) => team.token === token),
    async saveTeam(team) {
      await documents.set(teamKey(team.id), team);
      feed.publish({ kind: 'people', team: team.id });
    },
    messages,
    async moveMessages(teamId, from, to) {
      await documents.set(
        messagesKey(teamId, to),
        messages(teamId, from).map((message) => ({ ...message, channel: to })),
      );
      await documents.set(messagesKey(teamId, from), []);
    },
    addMessage(teamId, message) {
      const all = messages(teamId, message.channel);
      all.push(message);
      return storeMessages(teamId, message.channel, all, message.ts);
    },
    saveMessages: (teamId, channel, ts) => storeMessages(teamId, channel, messages(teamId, channel), ts),
    removeMessage: (teamId, channel, ts) =>
      storeMessages(
        teamId,
        channel,
        messages(teamId, channel).filter((message) => message.ts !== ts),
        ts,
      ),
    screen,
    async saveScreen(teamId, userId, kind) {
      await documents.set(screenKey(teamId, userId), screen(teamId, userId));
      feed.publish({ kind, team: teamId, user: userId });
    },
    nextTs() {
      last = Math.max(last + 1, Math.round(clock.now() * 1000));
      return `${Math.floor(last / 1e6)}.${String(last % 1e6).padStart(6, '0')}`;
    },
    newId: (prefix) => `${prefix}0${randomBytes(5).toString('hex').toUpperCase()}`,
    async reset() {
      empty.clear();
      await documents.clear('slack/');
      await seed();
      for (const team of teams()) feed.publish({ kind: 'people', team: team.id });
      feed.publish({ kind: 'message' });
      feed.publish({ kind: 'view' });
      feed.publish({ kind: 'home' });
    },
  };
}
