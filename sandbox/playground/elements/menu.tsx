import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { usePopup } from './popup.ts';

export interface MenuItem {
  readonly id: string;
  readonly label: ReactNode;
  readonly detail?: ReactNode;
  readonly picture?: ReactNode;
  readonly checked?: boolean;
  readonly danger?: boolean;
}

interface Props {
  readonly items: readonly MenuItem[];
  readonly onPick: (id: string) => void;
  readonly children: ReactNode;
  readonly className?: string;
  readonly label?: string | undefined;
  /** The items are one choice among several. */
  readonly choice?: boolean;
}

const entriesOf = (popup: HTMLElement | null) => [...(popup?.querySelectorAll<HTMLElement>('[role^=menuitem]') ?? [])];
const roleOf = ({ checked = false }: MenuItem, choice: boolean) =>
  choice ? ({ role: 'menuitemradio', 'aria-checked': checked } as const) : ({ role: 'menuitem' } as const);

/** A button with a menu: arrows, Home, End and Escape work, and focus comes back to the button. */
export function Menu({ items, onPick, children, className = 'button', label, choice = false }: Props) {
  const [open, setOpen] = useState(false);
  const anchor = useRef<HTMLButtonElement>(null);
  const popup = useRef<HTMLDivElement>(null);
  const id = useId();
  usePopup(anchor, popup, open);

  useEffect(() => {
    if (!open) return;
    const all = entriesOf(popup.current);
    (all.find((entry) => entry.ariaChecked === 'true') ?? all[0])?.focus();
    const outside = (event: PointerEvent) => {
      const inside = [anchor.current, popup.current].some((part) => part?.contains(event.target as Node));
      if (!inside) setOpen(false);
    };
    document.addEventListener('pointerdown', outside);
    return () => document.removeEventListener('pointerdown', outside);
  }, [open]);

  const close = () => {
    setOpen(false);
    anchor.current?.focus();
  };
  function onKeyDown(event: KeyboardEvent) {
    const all = entriesOf(popup.current);
    const at = all.indexOf(document.activeElement as HTMLElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (to !== undefined) all[(to + all.length) % all.length]?.focus();
    else if (event.key === 'Escape') close();
    else if (event.key === 'Tab') return setOpen(false);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <>
      <button
        ref={anchor}
        type="button"
        className={className}
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown') return;
          event.preventDefault();
          setOpen(true);
        }}
      >
        {children}
      </button>
      {open && (
        <div
          ref={popup}
          id={id}
          popover="manual"
          className="popup menu"
          role="menu"
          tabIndex={-1}
          aria-label={label ?? 'Choose'}
          onKeyDown={onKeyDown}
        >
          {items.map((item) => (
            <button
              key={item.id}
              type="button"
              tabIndex={-1}
              {...roleOf(item, choice)}
              className={`menu-item${item.danger ? ' danger' : ''}`}
              onClick={() => {
                close();
                onPick(item.id);
              }}
            >
              {item.picture}
              <span className="menu-label">
                {item.label}
                {item.detail && <span className="menu-detail">{item.detail}</span>}
              </span>
              {item.checked && <span aria-hidden="true">✓</span>}
            </button>
          ))}
        </div>
      )}
    </>
  );
}
