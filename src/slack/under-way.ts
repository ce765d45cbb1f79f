import type { App } from '@slack/bolt';
import type { Clock } from '../ports/clock.ts';

/** Who stops a process gives it ten seconds at times, and the store wants some of them. */
const patience = 5_000;

/**
 * Work that goes on after Slack has its acknowledgement. The function that comes back resolves once none of it is left,
 * or after five seconds, so that an answer is not cut off by the end of the process.
 */
export function watchUnderWay(app: App, clock: Clock): () => Promise<void> {
  const underWay = new Set<Promise<void>>();
  const process = app.processEvent.bind(app);
  app.processEvent = (event) => {
    const work = process(event).finally(() => underWay.delete(work));
    underWay.add(work);
    return work;
  };
  const settled = async (): Promise<void> => {
    while (underWay.size > 0) await Promise.allSettled(underWay);
  };
  return () =>
    new Promise((resolve) => {
      const cancel = clock.after(patience, resolve);
      void settled().then(() => {
        cancel();
        resolve();
      });
    });
}
