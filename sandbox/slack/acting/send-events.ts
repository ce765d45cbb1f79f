import type { Delivered } from '../deliver-to-app.ts';
import { appId, verificationToken } from '../seed-slack.ts';
import { directMessage, type Team } from '../team.ts';
import { type Acting, channelAt, personAt, type Seen } from './actor-context.ts';

const retryAfter = [0, 60_000, 300_000];

/** Sends an event; when the app does not take it, Slack tries three more times. */
export async function sendEvent(
  acting: Acting,
  team: Team,
  event: { type: string; [key: string]: unknown },
): Promise<Delivered> {
  const { slack, deliver } = acting;
  const envelope = {
    token: verificationToken,
    team_id: team.id,
    context_team_id: team.id,
    context_enterprise_id: null,
    api_app_id: appId,
    event: { event_ts: slack.state.nextTs(), ...event },
    type: 'event_callback',
    event_id: slack.state.newId('Ev'),
    event_time: Math.floor(slack.clock.now() / 1000),
    authorizations: [
      { enterprise_id: null, team_id: team.id, user_id: team.botUser, is_bot: true, is_enterprise_install: false },
    ],
    is_ext_shared_channel: false,
    event_context: slack.state.newId('EC'),
  };
  const attempt = async (retry: number, reason: string): Promise<Delivered> => {
    const delivered = await deliver({
      kind: 'events_api',
      what: `event ${event.type}`,
      payload: envelope,
      ...(retry > 0 && { retry: { number: retry, reason } }),
    });
    const wait = retryAfter[retry];
    if (delivered.problem && wait !== undefined) {
      const why =
        delivered.problem === 'operation_timeout'
          ? 'http_timeout'
          : delivered.status
            ? 'http_error'
            : 'connection_failed';
      slack.clock.after(wait, () => void attempt(retry + 1, why));
    }
    return delivered;
  };
  return attempt(0, '');
}

/** Opens the App Home tab. */
export async function openHome(
  acting: Acting,
  { user, team: teamId }: { user: string; team?: string | undefined },
): Promise<Seen> {
  const { team, person } = personAt(acting, user, teamId);
  const { home } = acting.slack.state.screen(team.id, person.id);
  const channel = directMessage(team, person.id);
  await acting.slack.state.saveTeam(team);
  return {
    delivered: await sendEvent(acting, team, {
      type: 'app_home_opened',
      user: person.id,
      channel: channel.id,
      tab: 'home',
      ...(home && { view: home }),
    }),
  };
}

export interface Say {
  readonly user: string;
  readonly channel: string;
  readonly text: string;
  readonly team?: string | undefined;
  readonly thread_ts?: string | undefined;
}

/** Writes a message as a person; the app hears of it when it is mentioned and may. */
export async function say(acting: Acting, { user, channel: name, text, team: teamId, thread_ts }: Say): Promise<Seen> {
  const { slack } = acting;
  const { team, person } = personAt(acting, user, teamId);
  const channel = channelAt(team, name);
  const ts = slack.state.nextTs();
  const threaded = thread_ts ? { thread_ts } : {};
  await slack.state.addMessage(team.id, {
    type: 'message',
    ts,
    channel: channel.id,
    user: person.id,
    text,
    ...threaded,
  });
  const mentioned = text.includes(`<@${team.botUser}>`) && team.scopes.includes('app_mentions:read');
  if (!mentioned || !channel.members.includes(team.botUser)) return {};
  return {
    delivered: await sendEvent(acting, team, {
      type: 'app_mention',
      user: person.id,
      text,
      ts,
      channel: channel.id,
      ...threaded,
    }),
  };
}
