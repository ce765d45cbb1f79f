import type { Json } from '../core/json.ts';
import type { Clock } from '../ports/clock.ts';
import type { Job, JobStore } from '../ports/stores.ts';

/** Does one job's work. Idempotent: it may run again after a crash. Nothing returned means done. */
export type JobHandler = (job: Job) => Promise<undefined | { runAt: number; data: Json }>;

interface LoopOptions {
  jobs: JobStore;
  clock: Clock;
  handlers: Readonly<Record<string, JobHandler>>;
  /** Told of a handler that threw; the job is tried again later. */
  onError(error: unknown, job: Job): void;
  leaseMs?: number;
  width?: number;
}

/** First retry after one second, then doubling up to five minutes. */
export const backoff = (attempts: number): number => Math.min(1000 * 2 ** Math.min(attempts, 9), 300_000);

/**
 * Claims due jobs and runs them side by side. Woken by new jobs and by the time of the next one; never polls.
 * `stop` waits for the jobs under way.
 */
export function createJobLoop({ jobs, clock, handlers, onError, leaseMs = 10_000, width = 16 }: LoopOptions) {
  /** By id, until what comes of it is stored: longer than its lease, if need be. */
  const running = new Map<string, Promise<void>>();
  let cancelTimer = () => {};
  let stopped = true;
  let claiming: Promise<void> | undefined;
  let again = false;

  async function run(job: Job): Promise<void> {
    const handler = handlers[job.kind];
    try {
      if (!handler) throw new Error(`No handler for jobs of kind "${job.kind}".`);
      await jobs.finish(job, await handler(job));
    } catch (error) {
      onError(error, job);
      await jobs
        .finish(job, { runAt: clock.now() + backoff(job.attempts), data: job.data })
        .catch((failed: unknown) => onError(failed, job));
    }
  }

  async function claim(): Promise<void> {
    do {
      again = false;
      cancelTimer();
      const free = width - running.size;
      if (stopped || free <= 0) return;
      const claimed = await jobs.claim(clock.now(), leaseMs, free, new Set(running.keys()));
      for (const job of claimed)
        running.set(
          job.id,
          run(job).finally(() => {
            running.delete(job.id);
            wake();
          }),
        );
      if (claimed.length === free) continue;
      const next = await jobs.nextRunAt(new Set(running.keys()));
      if (next !== undefined && !stopped) cancelTimer = clock.after(Math.max(0, next - clock.now()), wake);
    } while (again);
  }

  function wake(): void {
    if (stopped) return;
    if (claiming) {
      again = true;
      return;
    }
    claiming = claim()
      .catch((error: unknown) => {
        onError(error, { id: '', teamId: '', kind: 'claim', key: '', data: null, runAt: 0, attempts: 0 });
        cancelTimer = clock.after(1000, wake);
      })
      .finally(() => {
        claiming = undefined;
        if (again) wake();
      });
  }

  jobs.onAdded(wake);
  return {
    start(): void {
      stopped = false;
      wake();
    },
    async stop(): Promise<void> {
      stopped = true;
      cancelTimer();
      await claiming;
      await Promise.all(running.values());
    },
  };
}
export type JobLoop = ReturnType<typeof createJobLoop>;
