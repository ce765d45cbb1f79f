import { checkMessage } from '../post.ts';
import { type Reply, reply } from '../response-url.ts';
import { appId, command as litemail, verificationToken } from '../seed-slack.ts';
import { Refusal } from '../slack-refusal.ts';
import { typedText } from '../typed-text.ts';
import { type Acting, channelFor, personAt, responseUrl, type Seen } from './actor-context.ts';

export interface Command {
  readonly user: string;
  readonly channel: string;
  /** As typed, with or without the command's own name. */
  readonly text: string;
  readonly team?: string | undefined;
  /** Send the text exactly as given, without Slack's escaping. */
  readonly raw?: boolean | undefined;
}

/** Types a slash command. */
export async function runCommand(
  acting: Acting,
  { user, channel: name, text, team: teamId, raw }: Command,
): Promise<Seen> {
  const { slack, deliver } = acting;
  const { team, person } = personAt(acting, user, teamId);
  const channel = channelFor(team, person, name);
  const typed = text.replace(new RegExp(`^${litemail}(?:\\s+|$)`), '');
  const target = { teamId: team.id, channel: channel.id, user: person.id };
  const fields = {
    token: verificationToken,
    team_id: team.id,
    team_domain: team.domain,
    channel_id: channel.id,
    channel_name: channel.name,
    user_id: person.id,
    user_name: person.name,
    command: litemail,
    text: raw ? typed : typedText(team, typed.trim()),
    api_app_id: appId,
    is_enterprise_install: 'false',
    response_url: responseUrl(slack, await slack.handles.newResponseUrl(target)),
    trigger_id: slack.handles.newTrigger(team.id, person.id),
  };
  const delivered = await deliver({ kind: 'slash_commands', what: `command ${litemail} ${typed}`, payload: fields });
  const failed = (problem: string) => ({ delivered, shown: `${litemail} failed with the error "${problem}"` });
  if (delivered.problem) return failed(delivered.problem);
  const { body } = delivered;
  if (body === undefined || body === '') return { delivered };
  const answer: Reply = typeof body === 'object' && body !== null ? body : { text: String(body) };
  try {
    checkMessage(slack, `ack of ${litemail}`, answer);
  } catch (error) {
    if (error instanceof Refusal) return failed('invalid_command_response');
    throw error;
  }
  await reply(slack, team, target, answer);
  return { delivered };
}
