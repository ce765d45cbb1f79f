import type { Sandbox } from '../../sandbox/sandbox-server.ts';
import type { Message } from '../../sandbox/slack/posted-message.ts';
import type { Team } from '../../sandbox/slack/team.ts';
import { textOf } from './text-of.ts';

const newest = 3;

const indented = (text: string): string => text.trim().slice(0, 1200).replaceAll('\n', '\n    ');

const time = (at: number): string => new Date(at).toISOString().slice(11, 23);

function messageLine({ ts, ephemeralFor, ...message }: Message): string {
  const whom = ephemeralFor ? ` only for ${ephemeralFor}` : '';
  return `  ${time(Number(ts) * 1000)}${whom}:\n    ${indented(textOf(message))}`;
}

function channelLines({ slack }: Sandbox['slack'], team: Team): string[] {
  return team.channels.flatMap((channel) => {
    const messages = slack.state.messages(team.id, channel.id);
    if (messages.length === 0) return [];
    const whose = channel.im ? `direct messages of ${channel.members.join(' and ')}` : `#${channel.name} ${channel.id}`;
    return [`${team.id} ${whose}, ${messages.length} messages:`, ...messages.slice(-newest).map(messageLine)];
  });
}

function screenLines({ slack }: Sandbox['slack'], team: Team): string[] {
  return team.people.flatMap(({ id }) => {
    const { stack, errors } = slack.state.screen(team.id, id);
    return stack.map((view) => {
      const wrong = Object.entries(errors?.[view.id] ?? {}).map(([field, problem]) => `\n    ${field}: ${problem}`);
      return `${team.id} ${id} has a form open:\n    ${indented(textOf(view))}${wrong.join('')}`;
    });
  });
}

/** The newest messages of every channel, those for one person too, the open forms, and the last calls. */
export function lastSeen({ slack, wire }: Sandbox): string {
  const teams = slack.slack.state.teams();
  const calls = wire
    .list()
    .slice(-8)
    .map(({ at, api, method, path, status, fault }) => {
      return `  ${time(at)} ${api} ${method} ${path.slice(0, 120)}: ${status}${fault ? ` (${fault})` : ''}`;
    });
  return [
    ...teams.flatMap((team) => [...channelLines(slack, team), ...screenLines(slack, team)]),
    'Last on the wire:',
    ...calls,
  ].join('\n');
}
