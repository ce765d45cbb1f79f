import { showHidden } from '../../../lib/visible-text.ts';
import { truncate } from '../../../ui/block-kit.ts';

/**
 * A view as it is sent to Slack: in every text that is drawn, what nobody could see stands escaped. Values that come
 * back to us, such as those of options and buttons, and what a text field holds, stay as they are.
 */
// Safe because only strings under `text` change, and they stay strings.
export const drawn = <T>(view: T): T => draw(view) as T;

function draw(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(draw);
  if (typeof part !== 'object' || part === null) return part;
  const isPlain = 'type' in part && part.type === 'plain_text';
  return Object.fromEntries(
    Object.entries(part).map(([key, value]) => [
      key,
      key === 'text' && typeof value === 'string' ? drawnText(value, isPlain) : draw(value),
    ]),
  );
}

/** Slack's limits hold for what is sent: labels are as short as they were, other texts have some room. */
function drawnText(text: string, isPlain: boolean): string {
  const shown = showHidden(text);
  return shown === text ? text : truncate(shown, isPlain ? Math.max(text.length, 75) : Math.max(text.length, 2900));
}
