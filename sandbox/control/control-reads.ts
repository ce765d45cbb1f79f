import { badDays } from '../bad-days.ts';
import type { StandIns } from '../sandbox.ts';
import { channelAt, personAt } from '../slack/acting/actor-context.ts';
import { CannotDo } from '../slack/choose.ts';
import { shownChannel } from '../slack/methods/conversation-methods.ts';
import { shownMessage } from '../slack/post.ts';
import { findPerson, type Team } from '../slack/team.ts';
import type { Read } from './control-read.ts';
import { pageReads } from './page-reads.ts';

function needed(query: URLSearchParams, name: string): string {
  const value = query.get(name);
  if (value) return value;
  throw new CannotDo(`Add ${name}=… to the query.`);
}

/** The team a channel is in; ids are unique, a bare name means the first team that has it, or `team=`. */
function teamOf({ slack }: StandIns, query: URLSearchParams): Team {
  const teams = slack.slack.state.teams().filter((team) => !query.get('team') || team.id === query.get('team'));
  const user = query.get('user');
  const channel = needed(query, 'channel').replace(/^#/, '');
  const match = teams.find(
    (team) =>
      (!user || findPerson(team, user)) &&
      (findPerson(team, channel) || team.channels.some((it) => it.id === channel || it.name === channel)),
  );
  if (!match) throw new CannotDo(`There is no channel "${channel}".`);
  return match;
}

export const reads: readonly Read[] = [
  {
    name: 'messages',
    doc: 'Messages of a channel, oldest first; with `user` also those that only this person sees (marked `ephemeral`).',
    query: {
      channel: 'id, #name, or a user id for the direct message',
      user: 'optional',
      thread: 'ts, optional',
      team: 'optional',
    },
    run(sandbox, query) {
      const team = teamOf(sandbox, query);
      const channel = channelAt(team, needed(query, 'channel'));
      const user = query.get('user');
      const thread = query.get('thread');
      const messages = sandbox.slack.slack.state
        .messages(team.id, channel.id)
        .filter(({ ephemeralFor }) => ephemeralFor === undefined || ephemeralFor === user)
        .filter((message) => !thread || message.ts === thread || message.thread_ts === thread)
        .map((message) => ({
          ...shownMessage(message),
          channel: channel.id,
          ...(message.ephemeralFor !== undefined && { ephemeral: true }),
          ...(user && message.chosen?.[user] && { state: { values: message.chosen[user] } }),
        }));
      return { team: team.id, channel: channel.id, messages };
    },
  },
  {
    name: 'views',
    doc: 'The modals a person has open, the front one last, each with the `errors` under its fields; and `home`.',
    query: { user: 'id', team: 'optional' },
    run(sandbox, query) {
      const { team, person } = personAt(sandbox.slack.acting, needed(query, 'user'), query.get('team') ?? undefined);
      const { stack, home, errors } = sandbox.slack.slack.state.screen(team.id, person.id);
      const views = stack.map((view) => ({ ...view, errors: errors?.[view.id] ?? {} }));
      return { views, home: home ?? null };
    },
  },
  {
    name: 'people',
    doc: 'Teams with their people, usergroups and scopes.',
    query: {},
    run: ({ slack }) => ({
      teams: slack.slack.state.teams().map(({ id, name, domain, botUser, people, usergroups, scopes, token }) => ({
        id,
        name,
        domain,
        bot: botUser,
        people,
        usergroups,
        scopes,
        installed: token !== undefined,
      })),
    }),
  },
  {
    name: 'channels',
    doc: 'Channels by team; with `user` only those the person is in, including direct messages.',
    query: { user: 'optional', team: 'optional' },
    run(sandbox, query) {
      const user = query.get('user');
      const who = user ? personAt(sandbox.slack.acting, user, query.get('team') ?? undefined) : undefined;
      const teams = sandbox.slack.slack.state.teams().filter((team) => !who || team.id === who.team.id);
      const seen = (team: Team) =>
        team.channels.filter((channel) => (who ? channel.members.includes(who.person.id) : !channel.im));
      return {
        channels: teams.flatMap((team) =>
          seen(team).map((channel) => ({ team: team.id, ...shownChannel(team, channel), members: channel.members })),
        ),
      };
    },
  },
  {
    name: 'wire',
    doc: 'Every signed request to the app (`api: "app"`) and every call of the stand-ins, newest last, without secrets.',
    query: { api: 'slack, litemail, cloudflare or app; optional', last: 'how many; optional' },
    run({ wire }, query) {
      const api = query.get('api');
      const entries = wire.list().filter((entry) => !api || entry.api === api);
      return { wire: query.get('last') ? entries.slice(-Number(query.get('last'))) : entries };
    },
  },
  {
    name: 'invalid',
    doc: 'Every payload of the app that Slack would refuse.',
    query: {},
    run: ({ slack }) => ({ invalid: slack.slack.invalid.list() }),
  },
  {
    name: 'zones',
    doc: "Cloudflare's zones; with `zone` also the records of that zone.",
    query: { zone: 'name or id, optional' },
    run({ cloudflare }, query) {
      const zone = query.get('zone');
      return { zones: cloudflare.zones(), ...(zone && { records: cloudflare.records(zone) }) };
    },
  },
  {
    name: 'events',
    doc: 'The endpoints that LiteMail delivers events to; `wire` shows the deliveries.',
    query: { team: 'optional' },
    run({ litemail, slack }, query) {
      const teams = slack.slack.state.teams().filter(({ id }) => !query.get('team') || id === query.get('team'));
      return {
        endpoints: teams.flatMap(({ id }) =>
          litemail.team(id).webhooks.map(({ secret: _, ...webhook }) => ({ team: id, ...webhook })),
        ),
      };
    },
  },
  {
    name: 'faults',
    doc: 'The faults that are switched on.',
    query: {},
    run: ({ faults }) => ({ faults: faults.list() }),
  },
  {
    name: 'bad-days',
    doc: 'The bad days that there are, with what to expect of the app.',
    query: {},
    run: () => ({ days: badDays.map(({ name, happened, expect }) => ({ name, happened, expect })) }),
  },
  {
    name: 'clock',
    doc: 'The time in the sandbox, and how far ahead it is, in milliseconds.',
    query: {},
    run: ({ clock }) => ({ now: new Date(clock.now()).toISOString(), offset: clock.offset() }),
  },
  ...pageReads,
];
