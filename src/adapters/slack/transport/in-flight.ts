import type { App } from '@slack/bolt';
import type { Clock } from '../../../ports/clock.ts';

/** Some hosts kill a process ten seconds after asking it to stop, and the store needs part of that. */
const DRAIN_TIMEOUT_MS = 5_000;

/**
 * Tracks work that continues after the acknowledgement. The returned function resolves once none is left, or after five
 * seconds, so that stopping the process does not cut off an answer.
 */
export function trackInFlight(app: App, clock: Clock): () => Promise<void> {
  const inFlight = new Set<Promise<void>>();
  const process = app.processEvent.bind(app);
  app.processEvent = (event) => {
    const work = process(event).finally(() => inFlight.delete(work));
    inFlight.add(work);
    return work;
  };
  const allDone = async (): Promise<void> => {
    while (inFlight.size > 0) await Promise.allSettled(inFlight);
  };
  return () =>
    new Promise((resolve) => {
      const cancel = clock.after(DRAIN_TIMEOUT_MS, resolve);
      void allDone().then(() => {
        cancel();
        resolve();
      });
    });
}
