import type { Answer, Call } from '../router.ts';
import type { ResponseUrl } from './handles.ts';
import { type Content, checkMessage, postAsApp, replaceContent } from './post.ts';
import type { SlackContext } from './slack-context.ts';
import { Refusal } from './slack-refusal.ts';
import { findChannel, type Team } from './team.ts';

export interface Reply extends Content {
  readonly response_type?: 'ephemeral' | 'in_channel';
  readonly replace_original?: boolean;
  readonly delete_original?: boolean;
  readonly thread_ts?: string;
}

/** Does what an ack body or a post to a response_url asks for. */
export async function reply(
  slack: SlackContext,
  team: Team,
  target: Omit<ResponseUrl, 'id' | 'left' | 'expiresAt'>,
  body: Reply,
) {
  const channel = findChannel(team, target.channel);
  if (!channel) throw new Refusal('channel_not_found');
  const original = slack.state.messages(team.id, channel.id).find(({ ts }) => ts === target.ts);
  if (body.delete_original) {
    if (original) await slack.state.removeMessage(team.id, channel.id, original.ts);
    return;
  }
  if (body.replace_original && original) {
    await replaceContent(slack, team, original, {
      ...body,
      blocks: body.blocks ?? [],
      attachments: body.attachments ?? [],
    });
    return;
  }
  const ephemeralFor = body.response_type === 'in_channel' ? undefined : target.user;
  const threadTs = body.thread_ts ?? (ephemeralFor ? target.threadTs : undefined);
  await postAsApp(slack, team, channel, body, { threadTs, ephemeralFor });
}

const statuses: Readonly<Record<string, number>> = { expired_url: 404, used_url: 404, no_text: 400 };

/** Answers one POST to `/response/…`. */
export async function answerResponseUrl(slack: SlackContext, id: string, call: Call): Promise<Answer> {
  try {
    const body = (call.body ?? {}) as Reply;
    const target = await slack.handles.spendResponseUrl(id);
    const team = slack.state.team(target.teamId);
    if (!team) throw new Refusal('expired_url');
    if (!body.delete_original) checkMessage(slack, 'response_url', body);
    await reply(slack, team, target, body);
    return { status: 200, text: 'ok' };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { status: statuses[error.code] ?? 400, body: { ok: false, error: error.code, ...error.details } };
  }
}
