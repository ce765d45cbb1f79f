import type { Clock } from '../../src/ports/clock.ts';

interface ManualClock extends Clock {
  advance(milliseconds: number): void;
  /** Somebody sets the clock, as an operating system does; no time passes. */
  set(milliseconds: number): void;
}

/** Time that stands still until it is moved. */
export function manualClock(start = Date.parse('2026-11-20T10:00:00Z')): ManualClock {
  let now = start;
  let set = 0;
  const timers = new Set<{ at: number; run: () => void }>();
  return {
    now: () => now + set,
    elapsed: () => now - start,
    set(milliseconds) {
      set += milliseconds;
    },
    after(milliseconds, run) {
      const timer = { at: now + milliseconds, run };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    advance(milliseconds) {
      const end = now + milliseconds;
      for (;;) {
        const next = [...timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
        if (!next) break;
        now = Math.max(now, next.at);
        timers.delete(next);
        next.run();
      }
      now = end;
    },
  };
}
