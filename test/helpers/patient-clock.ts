import type { SandboxClock } from '../../sandbox/sandbox-clock.ts';

/** Milliseconds between two looks at the real time, and the most of it that counts each time. */
const tick = 10;
const most = 20;

let counted = 0;
let looked = performance.now();
/** Milliseconds that this process got to run, or had nothing to do. */
const lived = (): number => counted + Math.min(performance.now() - looked, most);

/** Those of clocks that somebody waits for. */
const waiting = new Set<() => void>();
setInterval(() => {
  counted = lived();
  looked = performance.now();
  for (const runDue of waiting) runDue();
}, tick).unref();

interface Timer {
  readonly at: number;
  readonly run: () => void;
}

/**
 * A sandbox's clock that goes on by itself, but only while this process gets to run: what a busy machine takes for others
 * does not count. So nobody is told that it takes long, and no trigger gets too old, because the tests are slow.
 */
export function createPatientClock(): SandboxClock {
  const began = Date.now() - lived();
  const timers = new Set<Timer>();
  let moved = 0;
  let back = 0;
  const elapsed = (): number => lived() + moved;

  function earliest(): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of timers) if (!first || timer.at < first.at) first = timer;
    return first;
  }
  function runDue(): void {
    for (let timer = earliest(); timer && timer.at <= elapsed(); timer = earliest()) {
      timers.delete(timer);
      timer.run();
    }
    if (timers.size === 0) waiting.delete(runDue);
  }
  return {
    now: () => Math.floor(began + elapsed() - back),
    elapsed,
    offset: () => moved - back,
    after(milliseconds, run) {
      const timer = { at: elapsed() + milliseconds, run };
      timers.add(timer);
      waiting.add(runDue);
      if (milliseconds < tick) setTimeout(runDue, milliseconds).unref();
      return () => {
        timers.delete(timer);
      };
    },
    setBack(milliseconds) {
      back += milliseconds;
    },
    advance(milliseconds) {
      moved += milliseconds;
      runDue();
    },
  };
}
