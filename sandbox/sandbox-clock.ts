import type { Clock } from '../src/ports/clock.ts';

/** Real time plus an offset that a person can move. */
export interface SandboxClock extends Clock {
  /** Moves the clock and runs, in order, everything that became due. */
  advance(milliseconds: number): void;
  /** Sets what the clock shows back; no interval gets longer by that. */
  setBack(milliseconds: number): void;
  /** How far ahead of real time, in milliseconds. */
  offset(): number;
}

const longestTimeout = 2 ** 31 - 1;

export function createSandboxClock(start = 0): SandboxClock {
  let offset = start;
  let moved = 0;
  const timers = new Set<{ at: number; run: () => void }>();
  let wake: NodeJS.Timeout | undefined;
  // As of a process that has just begun, whatever the clock shows.
  const elapsed = () => performance.now() + moved;

  function earliest() {
    let first: { at: number; run: () => void } | undefined;
    for (const timer of timers) if (!first || timer.at < first.at) first = timer;
    return first;
  }

  function runDue(): void {
    for (let timer = earliest(); timer && timer.at <= elapsed(); timer = earliest()) {
      timers.delete(timer);
      timer.run();
    }
    arm();
  }

  function arm(): void {
    clearTimeout(wake);
    const next = earliest();
    if (next) wake = setTimeout(runDue, Math.min(Math.max(next.at - elapsed(), 0), longestTimeout)).unref();
  }

  return {
    now: () => Date.now() + offset,
    elapsed,
    offset: () => offset,
    after(milliseconds, run) {
      const timer = { at: elapsed() + milliseconds, run };
      timers.add(timer);
      arm();
      return () => {
        timers.delete(timer);
      };
    },
    setBack(milliseconds) {
      offset -= milliseconds;
    },
    advance(milliseconds) {
      offset += milliseconds;
      moved += milliseconds;
      runDue();
    },
  };
}
