import { type MouseEvent, type RefObject, useLayoutEffect, useRef, useState } from 'react';

interface Following {
  readonly frame: RefObject<HTMLDivElement | null>;
  readonly inner: RefObject<HTMLDivElement | null>;
  /** How many came while the person looked at older ones. */
  readonly unseen: number;
  readonly onScroll: () => void;
  /** Whoever unfolds something wants to see it from its beginning. */
  readonly onClickCapture: (event: MouseEvent) => void;
  readonly toEnd: () => void;
}

const near = 80;
const unfolding = '[aria-expanded], [aria-pressed], summary';

function scrollToEnd(frame: HTMLElement | null): void {
  if (frame) frame.scrollTop = frame.scrollHeight;
}

/** Keeps a list at its end while it grows, unless the person scrolled away from there. */
export function useFollowing(count: number): Following {
  const frame = useRef<HTMLDivElement>(null);
  const inner = useRef<HTMLDivElement>(null);
  const follow = useRef(true);
  const before = useRef(count);
  const [unseen, setUnseen] = useState(0);

  useLayoutEffect(() => {
    const added = count - before.current;
    before.current = count;
    if (follow.current) scrollToEnd(frame.current);
    else if (added > 0) setUnseen((so) => so + added);
  }, [count]);
  useLayoutEffect(() => {
    if (!frame.current || !inner.current) return;
    const watcher = new ResizeObserver(() => follow.current && scrollToEnd(frame.current));
    watcher.observe(frame.current);
    watcher.observe(inner.current);
    return () => watcher.disconnect();
  }, []);
  return {
    frame,
    inner,
    unseen,
    onScroll() {
      const { scrollTop, scrollHeight, clientHeight } = frame.current as HTMLDivElement;
      follow.current = scrollHeight - scrollTop - clientHeight < near;
      if (follow.current) setUnseen(0);
    },
    onClickCapture({ target }) {
      if ((target as Element).closest(unfolding)) follow.current = false;
    },
    toEnd() {
      setUnseen(0);
      scrollToEnd(frame.current);
    },
  };
}
