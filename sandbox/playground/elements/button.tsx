import { Text } from '../text/mrkdwn.tsx';
import { useAsking } from './asking.tsx';
import { type Place, useSurface } from './surface.ts';

export function ButtonElement(place: Place) {
  const { element } = place;
  const surface = useSurface();
  const { ask, dialog } = useAsking(element);
  const busy = surface.isBusy(place);
  const { text = { type: 'plain_text', text: 'Button' }, style, url, accessibility_label: label } = element;
  const press = () => {
    if (busy) return;
    ask(() => {
      surface.press(place);
      if (typeof url === 'string') window.open(url, '_blank', 'noopener');
    });
  };
  return (
    <>
      <button
        type="button"
        className={`button${style ? ` button-${style}` : ''}`}
        aria-label={label as string | undefined}
        aria-busy={busy}
        onClick={press}
      >
        <Text of={text} />
        {typeof url === 'string' && <span aria-hidden="true"> ↗</span>}
      </button>
      {dialog}
    </>
  );
}
