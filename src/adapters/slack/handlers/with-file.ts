import type { Notifier, TextFile, View } from '../../../ports/notifier.ts';
import type { ReplyTarget } from '../../../ports/responder.ts';
import { context, preformatted, section } from '../../../ui/block-kit.ts';

/** Text up to this length fits into a message. */
const MAX_INLINE = 2_800;

/** Uploads the view's file and returns the view without it, with a note saying where the file is. */
export async function withFile(
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
