import type { App } from '@slack/bolt';
import type { Actor } from '../../../domain/actor.ts';
import { type Raw, wantsIds } from '../../../engine/commands/arguments.ts';
import type { Command } from '../../../engine/commands/define.ts';
import { helpFor, meantFor, menuFor, nounFor, unknownFor } from '../../../engine/commands/derive.ts';
import { saveDraft } from '../../../engine/commands/drafts.ts';
import { type Line, parse } from '../../../engine/commands/grammar.ts';
import { assertMayRun } from '../../../engine/commands/run-command.ts';
import type { View } from '../../../ports/notifier.ts';
import type { People } from '../../../ports/people.ts';
import type { ReplyTarget } from '../../../ports/responder.ts';
import { drawn } from '../../../ui/block-kit.ts';
import { problemView } from '../../../ui/problem.ts';
import type { WebClients } from '../web-api/web-clients.ts';
import { runOrPromptForReason, showForm } from './run-or-prompt.ts';
import { commandContext, reply, replyTargetOf, type SlackDeps, type Turns, tooManyOpen } from './slack-deps.ts';

/** Answers that need no I/O: menus, help, and unknown commands. */
function answerFromMemory({ registry }: SlackDeps, line: Line, text: string, { roles }: Actor): View | undefined {
  if (line.kind === 'menu') return menuFor(registry, roles);
  if (line.kind === 'noun') return nounFor(line.commands, roles, line.noun);
  if (line.kind === 'unknown')
    return meantFor(registry, roles, { ...line, text }) ? undefined : unknownFor(registry, roles, line.typed);
  if (line.command.name === 'help') return helpFor(registry, roles, [line.raw.words ?? []].flat().map(String));
  return undefined;
}

const MAX_REMEMBERED = 500;

/** Menu and help as they are sent, worked out once for the same words and roles: everybody asks for the same few. */
function rememberingAnswers(deps: SlackDeps) {
  const known = new Map<string, AckBody>();
  return (line: Line, text: string, actor: Actor): AckBody | undefined => {
    const words = line.kind === 'noun' ? line.noun : line.kind === 'command' ? String(line.raw.words ?? '') : '';
    const isOwn = line.kind === 'unknown' || (line.kind === 'command' && line.command.name !== 'help');
    const key = isOwn ? undefined : [line.kind, words, ...[...actor.roles].sort()].join(' ');
    const before = key === undefined ? undefined : known.get(key);
    if (before) return before;
    const view = answerFromMemory(deps, line, text, actor);
    if (!view) return undefined;
    const body = asAck(view);
    if (known.size >= MAX_REMEMBERED) known.clear();
    if (key !== undefined) known.set(key, body);
    return body;
  };
}

const asAck = ({ text, blocks = [], ...view }: View) => ({
  response_type: 'ephemeral' as const,
  ...view,
  ...drawn({ text, blocks: blocks as never }),
});
type AckBody = ReturnType<typeof asAck>;

/** A command with the same trigger within this time is a redelivery. */
const COMMAND_REDELIVERY_MS = 10_000;

const leakedKeyWarning =
  ':rotating_light: That looked like a key, typed where others can find it. I did not store it, but Slack has it in its history: create a new one where it came from, delete the old one, and enter the new one in the form.';

async function runLine(
  deps: SlackDeps,
  target: ReplyTarget,
  line: Line,
  { channelName, text, ...via }: { triggerId: string; delivery: unknown; channelName: string; text: string },
): Promise<View | undefined> {
  const ctx = await commandContext(deps, target, via);
  const immediate = answerFromMemory(deps, line, text, ctx.actor);
  if (immediate) return immediate;
  if (line.kind === 'unknown')
    return meantFor(deps.registry, ctx.actor.roles, { ...line, text })?.(({ command, ...typed }) =>
      saveDraft(ctx, command, typed),
    );
  if (line.kind !== 'command') return undefined;
  const { command, missing, secretTyped } = line;
  await assertMayRun(ctx, command);
  const slack = { clients: deps.clients, people: deps.services.people, teamId: target.teamId };
  const { raw: named, reason } = await nameMentions(slack, command, line);
  const typed = await resolveChannelIds(deps.clients, { ...target, channelName }, command, named);
  // A command with prefill opens its form when no arguments are typed; what is not typed stays as it is.
  const bare = command.prefill !== undefined && Object.keys(typed).length === 0;
  const raw = (await command.prefill?.(ctx, typed)) ?? typed;
  if (missing.some((key) => raw[key] === undefined) || bare || secretTyped) {
    const late = await showForm(ctx, command, raw, { reason });
    return secretTyped ? problemView(leakedKeyWarning) : late;
  }
  return runOrPromptForReason(ctx, command, raw, { ...(reason && { reason }) });
}

/** Handles `/litemail …` and any other slash command. Answers that need no I/O go into the ack itself. */
export function onCommand(app: App, deps: SlackDeps, turns: Turns): void {
  const answerAtOnce = rememberingAnswers(deps);
  app.command(/.*/, async ({ ack, command, context }) => {
    const target = replyTargetOf(command);
    const { text = '', trigger_id: triggerId, response_url: responseUrl, channel_name: channelName } = command;
    let line: Line | undefined;
    let parseError: unknown;
    try {
      line = parse(deps.registry, text);
    } catch (error) {
      parseError = error;
    }
    const actor = deps.services.access.cachedActor(target.teamId, target.userId);
    const immediate = line && actor && answerAtOnce(line, text, actor);
    if (immediate) return ack(immediate);
    const takeTurn = turns(target);
    if (!takeTurn) return ack(asAck(tooManyOpen));
    await takeTurn(async (inTurn) => {
      await ack();
      const sent = ['command', target.teamId, target.userId, triggerId, responseUrl, text].join(' ');
      if (!(await deps.dedupe.isFirst(sent, COMMAND_REDELIVERY_MS))) return;
      const work = async () => {
        if (!line) throw parseError;
        return runLine(deps, target, line, { triggerId, delivery: context.delivery, channelName, text });
      };
      const share = line?.kind === 'command' && line.share && !line.command.onlyForCaller;
      await reply(deps, target, () => inTurn(work), { share });
    });
  });
}

const PAGE_SIZE = 1000;
const MAX_PAGES = 20;

/** Where a command was typed. */
interface CommandLocation {
  readonly teamId: string;
  readonly channel?: string;
  readonly channelName?: string;
}

/** Public channels only, so that this reveals no private ones; those are picked from Slack's list. */
async function channelIdOf(clients: WebClients, { teamId, channel, channelName }: CommandLocation, name: string) {
  if (channel && channelName === name) return channel;
  const client = await clients.reads(teamId);
  let cursor = '';
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const list = await client.conversations.list({
      types: 'public_channel',
      exclude_archived: true,
      limit: PAGE_SIZE,
      ...(cursor && { cursor }),
    });
    const match = list.channels?.find((each) => each.name === name);
    if (match?.id) return match.id;
    cursor = list.response_metadata?.next_cursor ?? '';
    if (!cursor) break;
  }
  return undefined;
}

/** Slack sends ids for channels picked from its list; `#ops` typed by hand is looked up here, and kept if not found. */
export async function resolveChannelIds(
  clients: WebClients,
  location: CommandLocation,
  { args }: Command,
  raw: Raw,
): Promise<Raw> {
  const named = Object.entries(raw).flatMap(([key, value]) =>
    args[key]?.widget === 'channel' && typeof value === 'string' && value.startsWith('#')
      ? [[key, value] as const]
      : [],
  );
  const ids = await Promise.all(
    named.map(async ([key, value]) => {
      const id = await channelIdOf(clients, location, value.slice(1).toLowerCase()).catch(() => undefined);
      return [key, id ?? value] as const;
    }),
  );
  return { ...raw, ...Object.fromEntries(ids) };
}

interface Slack {
  readonly clients: WebClients;
  readonly people: People;
  readonly teamId: string;
}

const mentions = /<(@|#|!subteam\^)([A-Z0-9]+)>/g;

/** `@ana`, `#ops`, `@deliverability`; of a private channel only that it is one. */
async function nameOf({ clients, people, teamId }: Slack, mark: string, id: string): Promise<string> {
  if (mark === '@') return `@${(await people.person(teamId, id))?.name ?? id}`;
  const client = await clients.reads(teamId);
  if (mark === '#') {
    const { channel } = await client.conversations.info({ channel: id });
    return channel?.name && !channel.is_private ? `#${channel.name}` : '#private-channel';
  }
  const { usergroups = [] } = await client.usergroups.list();
  return `@${usergroups.find((group) => group.id === id)?.handle ?? id}`;
}

/** People, channels and usergroups that came without their names, by name; by id where Slack does not tell. */
async function withNames(slack: Slack, text: string): Promise<string> {
  const found = [...text.matchAll(mentions)];
  const names = await Promise.all(
    found.map(([, mark = '', id = '']) => nameOf(slack, mark, id).catch(() => `${mark === '#' ? '#' : '@'}${id}`)),
  );
  return text.replace(mentions, () => names.shift() ?? '');
}

/** Slack sends the names of those whom a command mentions, or ids alone; here the texts in it get the names. */
async function nameMentions(
  slack: Slack,
  { args }: Command,
  { raw, reason }: { readonly raw: Raw; readonly reason?: string | undefined },
): Promise<{ readonly raw: Raw; readonly reason: string | undefined }> {
  if (JSON.stringify([raw, reason]).search(mentions) < 0) return { raw, reason };
  const named = Object.entries(raw).map(async ([key, value]) => {
    const arg = args[key];
    if (!arg || wantsIds(arg) || typeof value === 'boolean') return [key, value] as const;
    const texts = await Promise.all([value].flat().map((text) => withNames(slack, text)));
    return [key, typeof value === 'string' ? (texts[0] ?? '') : texts] as const;
  });
  return {
    raw: Object.fromEntries(await Promise.all(named)),
    reason: reason && (await withNames(slack, reason)),
  };
}
