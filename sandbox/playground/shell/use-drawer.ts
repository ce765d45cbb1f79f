import { useEffect, useState } from 'react';

interface Drawer {
  readonly isOpen: boolean;
  readonly open: () => void;
  readonly close: () => void;
}

const focusOn = (selector: string) => document.querySelector<HTMLElement>(selector)?.focus();

/** The sidebar of a narrow window: it takes the focus when it opens, Escape closes it, and the focus goes back. */
export function useDrawer(): Drawer {
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    if (!isOpen) return;
    focusOn('.sidebar .person-menu');
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented) setOpen(false);
    };
    document.addEventListener('keydown', onKey);
    return () => {
      document.removeEventListener('keydown', onKey);
      focusOn('[data-opens=drawer]');
    };
  }, [isOpen]);
  return { isOpen, open: () => setOpen(true), close: () => setOpen(false) };
}
