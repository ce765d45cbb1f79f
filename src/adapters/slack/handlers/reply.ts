import type { MessageRef, Notifier, TextFile, View } from '../../../ports/notifier.ts';
import type { ReplyTarget } from '../../../ports/responder.ts';
import { context, preformatted, section } from '../../../ui/block-kit.ts';
import { errorView } from '../../../ui/problem.ts';
import { replyTargetOf, type SlackDeps } from './slack-deps.ts';

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
