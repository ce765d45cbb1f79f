import type { Asker } from '../ports/answers.ts';
import type { Notifier, TextFile, View } from '../ports/notifier.ts';
import { context, preformatted, section } from '../views/block-kit.ts';

/** What still fits into a message. */
const short = 2_800;

/** Sends the file of an answer ahead, and gives the answer without it: with a word about where the file is. */
export async function withFile(
  notifier: Notifier,
  { teamId, userId, channel }: Asker,
  { file, ...view }: View,
  share: boolean,
): Promise<View> {
  if (!file) return view;
  const blocks = [...(view.blocks ?? [section(view.text)])];
  const to = share && channel ? channel : userId;
  const delivery = await notifier.upload(teamId, to, file);
  if (delivery.kind === 'sent')
    return { ...view, blocks: [...blocks, context(`\`${file.name}\` is in ${place(to, userId)}.`)] };
  if (file.text.length <= short) return { ...view, blocks: [...blocks, preformatted(file.text)] };
  return { ...view, blocks: [...blocks, context(`:warning: ${problemOf(file, delivery.reason)}`)] };
}

const place = (to: string, userId: string): string => (to === userId ? 'your direct message with me' : 'this channel');

const problemOf = ({ name }: TextFile, reason: string): string =>
  `\`${name}\` could not be sent as a file, and it is too long for a message: ${reason} Try once more.`;
