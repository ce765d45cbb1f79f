import { type Message as Payload, validateMessage } from './block-kit/validate.ts';
import type { Block, Message } from './posted-message.ts';
import { appId } from './seed-slack.ts';
import type { SlackContext } from './slack-context.ts';
import { complaints, Refusal } from './slack-refusal.ts';
import type { Channel, Team } from './team.ts';
import { named } from './view-elements.ts';

/** Refuses what Slack would refuse, with its codes, and remembers it. `where` names the call. */
export function checkMessage(slack: SlackContext, where: string, payload: Payload, { update = false } = {}): void {
  const problems = validateMessage(payload, { update });
  if (slack.invalid.note(where, problems, payload)) {
    if (problems.some(({ pointer }) => pointer === '/text')) throw new Refusal('msg_too_long');
    const code = problems.some(({ message }) => message === 'only_one_table_allowed')
      ? 'invalid_attachments'
      : 'invalid_blocks';
    throw new Refusal(code, complaints(problems));
  }
  const has = (list: unknown) => Array.isArray(list) && list.length > 0;
  if (!payload.text && !has(payload.blocks) && !has(payload.attachments)) throw new Refusal('no_text');
}

export interface Content {
  readonly text?: string | undefined;
  readonly blocks?: unknown;
  readonly attachments?: unknown;
  readonly metadata?: unknown;
}

/** The fields of a stored message that come from what the app sent. */
export function contentOf(slack: SlackContext, { text, blocks, attachments, metadata }: Content) {
  const id = () => slack.state.newId('').slice(1, 6).toLowerCase();
  return {
    text: text ?? '',
    ...(Array.isArray(blocks) && blocks.length > 0 && { blocks: named(blocks as Block[], id) }),
    ...(Array.isArray(attachments) && attachments.length > 0 && { attachments }),
    ...(metadata !== undefined && { metadata }),
  };
}

interface Where {
  readonly threadTs?: string | undefined;
  readonly ephemeralFor?: string | undefined;
  readonly files?: readonly unknown[];
}

/** Stores a message of the app; resolves once it is stored. */
export async function postAsApp(
  slack: SlackContext,
  team: Team,
  channel: Channel,
  content: Content,
  { threadTs, ephemeralFor, files }: Where = {},
): Promise<Message> {
  const message: Message = {
    type: 'message',
    ts: slack.state.nextTs(),
    channel: channel.id,
    user: team.botUser,
    bot_id: team.botId,
    app_id: appId,
    ...contentOf(slack, content),
    ...(threadTs && { thread_ts: threadTs }),
    ...(ephemeralFor && { ephemeralFor }),
    ...(files && { files: [...files] }),
  };
  await slack.state.addMessage(team.id, message);
  return message;
}

/** Puts other content into a stored message; what is not given stays, as with chat.update. */
export async function replaceContent(
  slack: SlackContext,
  team: Team,
  message: Message,
  content: Content,
): Promise<void> {
  const { text, ...rest } = contentOf(slack, content);
  if (content.text !== undefined) message.text = text;
  if (content.attachments !== undefined) delete message.attachments;
  if (content.blocks !== undefined) delete message.blocks;
  Object.assign(message, rest, { edited: { user: team.botUser, ts: slack.state.nextTs() } });
  await slack.state.saveMessages(team.id, message.channel, message.ts);
}

/** The message as the Web API shows it: without what only the stand-in knows. */
export function shownMessage({ ephemeralFor: _, chosen: __, channel: ___, ...message }: Message) {
  return message;
}
