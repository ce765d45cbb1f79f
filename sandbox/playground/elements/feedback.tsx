import type { TextObject } from '../data/page-shapes.ts';
import { TrashIcon } from '../shell/icons.tsx';
import { Text } from '../text/mrkdwn.tsx';
import { useAsking } from './asking.tsx';
import { type Place, useSurface } from './surface.ts';

interface Side {
  readonly text: TextObject;
  readonly accessibility_label?: string;
}

/** Thumbs up and down under an answer. */
export function FeedbackButtons(place: Place) {
  const surface = useSurface();
  const sides = [
    ['positive', place.element.positive_button as Side],
    ['negative', place.element.negative_button as Side],
  ] as const;
  return sides.map(([selected, { text, accessibility_label }]) => (
    <button
      key={selected}
      type="button"
      className="button button-small"
      aria-label={accessibility_label}
      onClick={() => surface.press(place, selected)}
    >
      <Text of={text} />
    </button>
  ));
}

export function IconButton(place: Place) {
  const surface = useSurface();
  const { ask, dialog } = useAsking(place.element);
  return (
    <>
      <button
        type="button"
        className="button button-icon"
        aria-label={(place.element.accessibility_label as string | undefined) ?? place.element.text?.text}
        onClick={() => ask(() => surface.press(place))}
      >
        <TrashIcon />
      </button>
      {dialog}
    </>
  );
}
