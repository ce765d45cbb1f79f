import type { KnownBlock } from '@slack/types';
import type { View } from '../ports/notifier.ts';
import { context } from './block-kit.ts';

/**
 * A message as it is first posted: without its buttons. Until the app has stored where it is, a restart can make a second
 * one of it, and then nobody would ever take the buttons of the first away.
 */
export function firstPosting(view: View): View {
  const blocks = (view.blocks ?? []) as readonly KnownBlock[];
  const quiet = blocks.filter(({ type }) => type !== 'actions');
  if (quiet.length === blocks.length) return view;
  return {
    ...view,
    blocks: [
      ...quiet,
      context(
        'The buttons come in a moment. If they do not, this is a stray copy: the newest message of this request has them.',
      ),
    ],
  };
}
