import { type RefObject, useLayoutEffect } from 'react';

/** Places an open popover below its anchor, or above it if there is no room. */
export function usePopup(anchor: RefObject<HTMLElement | null>, popup: RefObject<HTMLElement | null>, open: boolean) {
  useLayoutEffect(() => {
    const [from, shown] = [anchor.current, popup.current];
    if (!open || !from || !shown) return;
    if (!shown.matches(':popover-open')) shown.showPopover();
    const place = () => {
      const box = from.getBoundingClientRect();
      const below = window.innerHeight - box.bottom - 12;
      const up = below < Math.min(shown.scrollHeight, 240) && box.top > below;
      shown.style.minWidth = `${box.width}px`;
      shown.style.maxHeight = `${Math.min(360, up ? box.top - 12 : below)}px`;
      const height = Math.min(shown.scrollHeight + 2, Math.min(360, up ? box.top - 12 : below));
      shown.style.top = up ? `${box.top - 4 - height}px` : `${box.bottom + 4}px`;
      shown.style.left = `${Math.max(8, Math.min(box.left, window.innerWidth - shown.offsetWidth - 8))}px`;
    };
    place();
    const watcher = new ResizeObserver(place);
    watcher.observe(shown);
    window.addEventListener('scroll', place, true);
    window.addEventListener('resize', place);
    return () => {
      watcher.disconnect();
      window.removeEventListener('scroll', place, true);
      window.removeEventListener('resize', place);
      if (shown.matches(':popover-open')) shown.hidePopover();
    };
  }, [anchor, popup, open]);
}
