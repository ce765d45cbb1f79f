import { atMost } from '../core/at-most.ts';
import type { Json } from '../core/json.ts';
import type { Clock } from '../ports/clock.ts';
import type { Job, JobStore } from '../ports/stores.ts';
import { createTurns, inTurnOfAll } from './in-turn.ts';

/** Does one job's work. Idempotent: it may run again after a crash. Nothing returned means done. */
export type JobHandler = (job: Job) => Promise<undefined | { runAt: number; data: Json }>;

/** For jobs of which only one may be at a thing at a time, in the order in which they were given out. */
export interface InTurnHandler {
  /** What this job must have for itself alone. */
  keys(job: Job): Promise<readonly string[]>;
  readonly run: JobHandler;
}

interface LoopOptions {
  jobs: JobStore;
  clock: Clock;
  handlers: Readonly<Record<string, JobHandler | InTurnHandler>>;
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
 *
 * Jobs that run in turn have workers of their own, so that nothing else waits behind them, and take one only once it is
 * their turn, so that many of one key hold nobody up: not each other key, and not what runs without one.
 */
export function createJobLoop({ jobs, clock, handlers, onError, leaseMs = 10_000, width = 16 }: LoopOptions) {
  /** By id, until what comes of it is stored: longer than its lease, if need be. */
  const running = new Map<string, Promise<void>>();
  /** Of those, how many have a worker of the ones that all other kinds share. */
  let busy = 0;
  const inTurn = createTurns();
  const ownWorkers = atMost(width);
  let cancelTimer = () => {};
  let stopped = true;
  let claiming: Promise<void> | undefined;
  let again = false;

  /** False where its turn came after `stop`: the job stays as it is, for the next start. */
  async function work(job: Job): Promise<Awaited<ReturnType<JobHandler>> | false> {
    const handler = handlers[job.kind];
    if (!handler) throw new Error(`No handler for jobs of kind "${job.kind}".`);
    if (typeof handler === 'function') return handler(job);
    const mine = () => ownWorkers(async () => !stopped && handler.run(job));
    return inTurnOfAll(inTurn, await handler.keys(job), mine);
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
      const free = width - busy;
      if (stopped || free <= 0) return;
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
      // More may be due: those that wait for their turn have taken no worker.
      if (claimed.length === free) {
        again = true;
        continue;
      }
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
