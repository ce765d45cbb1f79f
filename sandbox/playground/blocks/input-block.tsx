import { useId } from 'react';
import type { Block, TextObject } from '../data/page-shapes.ts';
import { ElementView } from '../elements/element.tsx';
import { useSurface } from '../elements/surface.ts';
import { Text } from '../text/mrkdwn.tsx';

const grouped = new Set(['checkboxes', 'radio_buttons']);

/** A form field: label, element, hint and error. */
export function InputBlock({ block }: { readonly block: Block }) {
  const surface = useSurface();
  const id = useId();
  const { label, element, optional } = block;
  const hint = block.hint as TextObject | undefined;
  const error = surface.error(block);
  if (!element || !label) return null;
  const describedBy = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(' ') || undefined;
  const shared = { block, element, describedBy, invalid: error !== undefined };
  const caption = (
    <>
      <Text of={label} />
      {optional && <span className="soft"> (optional)</span>}
    </>
  );
  return (
    <div className="block-input" data-invalid={error !== undefined}>
      {grouped.has(element.type) ? (
        <>
          <div className="field-label">{caption}</div>
          <ElementView {...shared} label={label.text} />
        </>
      ) : (
        <>
          <label className="field-label" htmlFor={id}>
            {caption}
          </label>
          <ElementView {...shared} id={id} />
        </>
      )}
      {error && (
        <p id={`${id}-error`} className="field-error">
          {error}
        </p>
      )}
      {hint && (
        <p id={`${id}-hint`} className="field-hint">
          <Text of={hint} />
        </p>
      )}
    </div>
  );
}
