import type { ModalView } from '@slack/types';
import pLimit, { type LimitFunction } from 'p-limit';
import type { Command } from '../../../engine/commands/define.ts';
import type { CommandContext, Services } from '../../../engine/context.ts';
import type { Surfaces } from '../../../engine/features/surfaces.ts';
import type { PendingReplies } from '../../../engine/jobs/pending-replies.ts';
import type { Dedupe } from '../../../ports/dedupe.ts';
import type { MessageRef, Notifier, TeamEvent, TextFile, View } from '../../../ports/notifier.ts';
import type { ReplyTarget, Responder } from '../../../ports/responder.ts';
import { context, drawn, preformatted, section } from '../../../ui/block-kit.ts';
import { errorView, problemView } from '../../../ui/problem.ts';
import { hasFileFields, mayReadFiles, withoutFileFields } from '../web-api/read-files.ts';
import { slackCode } from '../web-api/slack-errors.ts';
import type { Suggestions } from '../web-api/suggestions.ts';
import type { WebClients } from '../web-api/web-clients.ts';

/** How long Slack may take to deliver a press or a form once more. */
export const REDELIVERY_MS = 600_000;

/** What all Slack handlers need. */
export interface SlackDeps {
  readonly services: Services;
  /** What a command of this person runs with. */
  servicesFor(person: string): Services;
  readonly pendingReplies: PendingReplies;
  readonly dedupe: Dedupe;
  readonly registry: readonly Command[];
  readonly surfaces: Surfaces;
  readonly responder: Responder;
  readonly clients: WebClients;
  readonly suggestions: Suggestions;
  /** Logs an unexpected error and returns the reference shown to the person. */
  reference(error: unknown): string;
  /** Something happened to a channel or to the app's installation. */
  onTeamEvent(teamId: string, event: TeamEvent): Promise<void>;
  /** Logs something that is not an error. */
  logInfo(text: string): void;
}

/** Slack's error codes for a trigger that is older than three seconds or was already used. */
const expiredTriggerCodes = new Set(['expired_trigger_id', 'exchanged_trigger_id']);

/** Opens a form; false if Slack refused, usually because the 3-second trigger has expired. */
export async function openForm(
  deps: SlackDeps,
  { teamId }: ReplyTarget,
  triggerId: string | undefined,
  view: ModalView,
): Promise<boolean> {
  if (!triggerId) return false;
  deps.suggestions.warm(teamId, view);
  try {
    const client = await deps.clients.posts(teamId);
    const fits = !hasFileFields(view) || (await mayReadFiles(client));
    await client.views.open({ trigger_id: triggerId, view: drawn(fits ? view : withoutFileFields(view)) });
    return true;
  } catch (error) {
    const code = slackCode(error);
    if (code && expiredTriggerCodes.has(code))
      deps.logInfo(`Slack did not open the form: the trigger had expired (${code}).`);
    else deps.reference(error);
    return false;
  }
}

/** The command context, with the person's current roles. `delivery` comes from the transport. */
export async function commandContext(
  deps: SlackDeps,
  target: ReplyTarget,
  { triggerId, delivery }: { triggerId?: string | undefined; delivery?: unknown } = {},
): Promise<CommandContext> {
  return {
    ...deps.servicesFor(`${target.teamId}/${target.userId}`),
    askedAt: deps.services.clock.now(),
    actor: await deps.services.access.actor(target.teamId, target.userId),
    ...(target.channel && { channel: target.channel }),
    ...(typeof delivery === 'string' && { delivery }),
    openForm: (view) => openForm(deps, target, triggerId, view),
  };
}

interface Body {
  readonly team?: { readonly id?: string } | null;
  readonly team_id?: string;
  readonly user?: { readonly id?: string; readonly team_id?: string } | string;
  readonly user_id?: string;
  readonly channel?: { readonly id?: string };
  readonly channel_id?: string;
  readonly response_url?: string;
  readonly container?: { readonly channel_id?: string };
}

/** Who sent it and where to reply. Accepts slash commands and interactions. */
export function replyTargetOf(body: unknown): ReplyTarget {
  const { team, team_id, user, user_id, channel, channel_id, response_url, container } = body as Body;
  const person = typeof user === 'object' ? user : undefined;
  const channelId = channel?.id ?? channel_id ?? container?.channel_id;
  return {
    teamId: team?.id ?? team_id ?? person?.team_id ?? '',
    userId: user_id ?? person?.id ?? (typeof user === 'string' ? user : ''),
    ...(channelId && { channel: channelId }),
    ...(response_url && { responseUrl: response_url }),
  };
}

/** Of one person: how many commands, forms and buttons run at the same time, and how many more may wait for that. */
const MAX_RUNNING = 5;
const MAX_WAITING = 45;
export const tooManyOpen = problemView(
  `You have ${MAX_RUNNING + MAX_WAITING} commands, forms and buttons that are not answered yet, so this one was not run.`,
  'Try it again when some of them are answered.',
);

/**
 * Lets in what may still wait: gives back how to do it in its turn, or undefined when the person has too many open.
 * What `decides` waits for nothing but decisions: *Stop* must not wait for a script's commands.
 */
export function createTurns() {
  const people = new Map<string, { open: number; readonly inTurn: LimitFunction }>();
  return ({ teamId, userId }: ReplyTarget, { decides = false } = {}) => {
    const person = `${teamId}/${userId}${decides ? ' decides' : ''}`;
    const own = people.get(person) ?? { open: 0, inTurn: pLimit(MAX_RUNNING) };
    if (own.open >= MAX_RUNNING + MAX_WAITING) return undefined;
    own.open += 1;
    people.set(person, own);
    return async (work: (inTurn: LimitFunction) => Promise<void>): Promise<void> => {
      try {
        await work(own.inTurn);
      } finally {
        own.open -= 1;
        if (own.open === 0) people.delete(person);
      }
    };
  };
}
export type Turns = ReturnType<typeof createTurns>;

/** A command that takes longer than this gets a notice that it is still running. */
const SLOW_REPLY_MS = 5_000;
const stillWorkingView: View = { text: ':hourglass_flowing_sand: Still working on it. The answer will appear here.' };
const doneView: View = { text: ':white_check_mark: Done.' };

/** Starts the timer. The returned function stops it and returns the notice, if one was sent. */
function notifyIfSlow(deps: SlackDeps, { teamId, userId }: ReplyTarget): () => Promise<MessageRef | undefined> {
  const { services, pendingReplies } = deps;
  let notice: Promise<MessageRef | undefined> | undefined;
  const sendNotice = async () => {
    const delivery = await services.notifier.post(teamId, userId, stillWorkingView);
    if (delivery.kind !== 'sent') return undefined;
    await pendingReplies.open(teamId, delivery.ref).catch(deps.reference);
    return delivery.ref;
  };
  const cancel = services.clock.after(SLOW_REPLY_MS, () => {
    notice = sendNotice();
  });
  return async () => {
    cancel();
    return notice;
  };
}

/**
 * Runs the work and sends its result; an error becomes a message. If it takes more than five seconds the result goes to
 * the person's direct messages. Never throws.
 */
export async function reply(
  deps: SlackDeps,
  target: ReplyTarget,
  work: () => Promise<View | undefined>,
  { share = false }: { share?: boolean } = {},
): Promise<void> {
  const finish = notifyIfSlow(deps, target);
  let view: View | undefined;
  let failed = false;
  try {
    view = await work();
    if (view?.file) view = await withFile(deps.services.notifier, target, view, share);
  } catch (error) {
    failed = true;
    view = errorView(error, deps.reference, deps.services.clock.now());
  }
  const ref = await finish();
  const updated = ref && (await deps.services.notifier.update(target.teamId, ref, view ?? doneView)).kind === 'sent';
  const shared = share && !failed && !view?.forCaller;
  if (view && (!updated || shared)) await deps.responder.respond(target, view, { share: shared });
  if (ref) await deps.pendingReplies.close(target.teamId, ref).catch(deps.reference);
  if (view?.followUp) await reply(deps, target, view.followUp, { share: shared });
}

/** Reports an error that no listener caught, and tells the person. */
export async function reportUnhandledError(deps: SlackDeps, error: unknown, body: unknown): Promise<void> {
  const target = replyTargetOf(body ?? {});
  const view = errorView(error, deps.reference, deps.services.clock.now());
  if (target.userId) await deps.responder.respond(target, view);
}

/** Text up to this length fits into a message. */
const MAX_INLINE = 2_800;

/** Uploads the view's file and returns the view without it, with a note saying where the file is. */
async function withFile(
  notifier: Notifier,
  { teamId, userId, channel }: ReplyTarget,
  { file, ...view }: View,
  share: boolean,
): Promise<View> {
  if (!file) return view;
  const blocks = [...(view.blocks ?? [section(view.text)])];
  const to = share && channel ? channel : userId;
  const delivery = await notifier.upload(teamId, to, file);
  if (delivery.kind === 'sent')
    return { ...view, blocks: [...blocks, context(`\`${file.name}\` is in ${fileLocation(to, userId)}.`)] };
  if (file.text.length <= MAX_INLINE) return { ...view, blocks: [...blocks, preformatted(file.text)] };
  return { ...view, blocks: [...blocks, context(`:warning: ${uploadProblem(file, delivery.reason)}`)] };
}

const fileLocation = (to: string, userId: string): string =>
  to === userId ? 'your direct message with me' : 'this channel';

const uploadProblem = ({ name }: TextFile, reason: string): string =>
  `\`${name}\` could not be sent as a file, and it is too long for a message: ${reason} Try again.`;
