import { typed } from '../../lib/text.ts';
import type { View } from '../../ports/notifier.ts';
import { actions, context, section } from '../../ui/block-kit.ts';
import type { KnownBlock } from '../../ui/block-types.ts';
import { entryButton, type Group } from './help.ts';

const mostButtons = 20;

/** One row of buttons per noun; the rest of a long row is found through its help. */
const menuRows = (groups: readonly Group[]): KnownBlock[] =>
  groups.flatMap(({ noun, title, entries }) => {
    const rest = entries.length - mostButtons;
    const more = rest > 0 ? `, ${rest} more with ${typed(`help ${noun}`)}` : '';
    return [section(`*${title}*${more}`), actions(...entries.slice(0, mostButtons).map((entry) => entryButton(entry)))];
  });

/** What `/litemail` alone answers. */
export function menuView(groups: readonly Group[]): View {
  if (groups.length === 0) {
    const text = `You have no role in this app yet. An admin of this app assigns roles in ${typed('setup')}.`;
    return { text, blocks: [section(text)] };
  }
  const text = `What would you like to do? ${groups.map(({ noun }) => noun).join(', ')}. Type ${typed('help')} for all commands.`;
  return {
    text,
    blocks: [
      section('*What would you like to do?*'),
      ...menuRows(groups),
      context(`Buttons with … open a form. You can also type any of these: ${typed('help')}.`),
    ],
  };
}
