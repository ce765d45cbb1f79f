import pLimit from 'p-limit';
import type { Json } from '../../lib/json.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Locks } from '../../ports/locks.ts';
import type { Job, JobStore } from '../../ports/stores.ts';
import type { WakeUps } from '../../ports/wake-ups.ts';

/** Runs one job. Idempotent: it may run again after a crash. Returning nothing means done. */
export type JobHandler = (job: Job) => Promise<undefined | { runAt: number; data: Json }>;

/** For jobs that must not run at the same time as others with the same key; they run in the order claimed. */
export interface SerializedHandler {
  /** The keys this job locks while it runs. */
  keys(job: Job): Promise<readonly string[]>;
  readonly run: JobHandler;
}

interface LoopOptions {
  jobs: JobStore;
  wakeUps: WakeUps;
  locks: Locks;
  clock: Clock;
  handlers: Readonly<Record<string, JobHandler | SerializedHandler>>;
  /** Called when a handler throws; the job is retried later. */
  onError(error: unknown, job: Job): void;
  leaseMs?: number;
  concurrency?: number;
}

/** First retry after one second, then doubling up to five minutes. */
export const backoff = (attempts: number): number => Math.min(1000 * 2 ** Math.min(attempts, 9), 300_000);

/** A difference of less is drift, which a clock makes up for slowly. */
const CLOCK_STEP_MS = 1000;
/** While something waits: a clock that was set is noticed by then. */
const LONGEST_SLEEP_MS = 60_000;

/**
 * Claims due jobs and runs them concurrently. Wakes up for new jobs and when the next one is due. What waits for a while
 * waits as long whatever becomes of the clock; deadlines follow it.
 * `stop` waits for running jobs.
 *
 * Serialized jobs have their own workers, so that nothing else waits behind them, and occupy one only once they hold their
 * keys, so that many jobs of one key block neither other keys nor jobs without keys.
 */
export function createJobLoop({
  jobs,
  wakeUps,
  locks,
  clock,
  handlers,
  onError,
  leaseMs = 10_000,
  concurrency = 16,
}: LoopOptions) {
  /** By id, until the result is stored, even beyond the lease. */
  const running = new Map<string, Promise<void>>();
  /** How many of those use a shared worker. */
  let busy = 0;
  const serializedWorkers = pLimit(concurrency);
  let cancelTimer = () => {};
  let stopped = true;
  let claiming: Promise<void> | undefined;
  let again = false;
  /** Changes when somebody sets the clock. */
  let offset = clock.now() - clock.elapsed();

  async function followClock(): Promise<void> {
    const step = clock.now() - clock.elapsed() - offset;
    if (Math.abs(step) < CLOCK_STEP_MS) return;
    offset += step;
    await jobs.shift(step, clock.now());
  }

  /** False if its turn came after `stop`: the job is left for the next start. */
  async function work(job: Job): Promise<Awaited<ReturnType<JobHandler>> | false> {
    const handler = handlers[job.kind];
    if (!handler) throw new Error(`No handler for jobs of kind "${job.kind}".`);
    if (typeof handler === 'function') return handler(job);
    const runWhenFree = () => serializedWorkers(async () => !stopped && handler.run(job));
    return locks.withLocks(await handler.keys(job), runWhenFree);
  }

  async function run(job: Job): Promise<void> {
    try {
      const again = await work(job);
      if (again !== false) await jobs.finish(job, again);
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
      const free = concurrency - busy;
      if (stopped || free <= 0) return;
      await followClock();
      const claimed = await jobs.claim(clock.now(), leaseMs, free, new Set(running.keys()));
      for (const job of claimed) {
        const shares = typeof handlers[job.kind] === 'object' ? 0 : 1;
        busy += shares;
        running.set(
          job.id,
          run(job).finally(() => {
            busy -= shares;
            running.delete(job.id);
            wake();
          }),
        );
      }
      // More may be due: serialized jobs that wait for a key use no worker.
      if (claimed.length === free) {
        again = true;
        continue;
      }
      const next = await jobs.nextRunAt(new Set(running.keys()));
      if (next !== undefined && !stopped)
        cancelTimer = clock.after(Math.min(Math.max(0, next - clock.now()), LONGEST_SLEEP_MS), wake);
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

  wakeUps.listen(wake);
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
