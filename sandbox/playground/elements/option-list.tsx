import { type RefObject, useEffect, useRef } from 'react';
import type { Item } from './combobox.tsx';
import { usePopup } from './popup.ts';

interface Props {
  readonly id: string;
  readonly anchor: RefObject<HTMLElement | null>;
  readonly label: string;
  readonly items: readonly Item[] | undefined;
  readonly many: boolean;
  readonly active: number;
  readonly nothing: string;
  readonly isChosen: (item: Item) => boolean;
  readonly onPick: (item: Item) => void;
}

/** The list under a combobox. Focus stays in the input; pressing an entry does not take it away. */
export function OptionList({ id, anchor, label, items, many, active, nothing, isChosen, onPick }: Props) {
  const popup = useRef<HTMLDivElement>(null);
  usePopup(anchor, popup, true);
  useEffect(() => {
    popup.current?.querySelector(`[id="${id}-${active}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [id, active]);
  return (
    <div ref={popup} popover="manual" className="popup" onPointerDown={(event) => event.preventDefault()}>
      <div id={id} role="listbox" aria-label={label} aria-multiselectable={many} tabIndex={-1}>
        {items?.map((item, index) => (
          <div key={item.id} role="presentation">
            {item.group && item.group !== items[index - 1]?.group && <div className="option-group">{item.group}</div>}
            {/* biome-ignore lint/a11y/useFocusableInteractive: aria-activedescendant points at it */}
            {/* biome-ignore lint/a11y/useKeyWithClickEvents: the input answers the keys */}
            <div
              id={`${id}-${index}`}
              role="option"
              className={index === active ? 'option option-active' : 'option'}
              aria-selected={isChosen(item)}
              onClick={() => onPick(item)}
            >
              <span className="menu-label">
                {item.label ?? item.text}
                {item.detail && <span className="menu-detail">{item.detail}</span>}
              </span>
              {isChosen(item) && <span aria-hidden="true">✓</span>}
            </div>
          </div>
        ))}
      </div>
      {!items && (
        <p className="option-note" role="status">
          Looking…
        </p>
      )}
      {items?.length === 0 && (
        <p className="option-note" role="status">
          {nothing}
        </p>
      )}
    </div>
  );
}
