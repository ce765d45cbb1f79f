import { randomUUID } from 'node:crypto';
import type { Job, JobStore, NewJob } from '../../ports/stores.ts';
import type { Database } from './database.ts';
import { isRow, type State, withoutRow } from './state.ts';

/** The job store, and what a store needs that adds jobs together with a change of its own. */
export interface Jobs extends JobStore {
  /** The state with these jobs, except those whose key waits already. For use inside a change. */
  withJobs(state: State, jobs: readonly NewJob[]): State;
  announce(): void;
}

/** Leases and the count of attempts live in memory: another process can never hold one, and a restart frees them all. */
export function createJobs(database: Database): Jobs {
  const leases = new Map<string, { until: number; attempts: number }>();
  const listeners: (() => void)[] = [];

  const isWaiting = (job: Job): boolean => !leases.has(job.id);
  const dueAt = (job: Job): number => Math.max(job.runAt, leases.get(job.id)?.until ?? job.runAt);
  const copy = (job: Job): Job => ({ ...structuredClone(job), attempts: leases.get(job.id)?.attempts ?? job.attempts });

  function withJobs(state: State, added: readonly NewJob[]): State {
    const jobs = [...state.jobs];
    for (const job of added) {
      if (!jobs.some((other) => isWaiting(other) && isSameWork(other, job))) {
        jobs.push({ ...structuredClone(job), id: randomUUID(), attempts: 0 });
      }
    }
    return jobs.length === state.jobs.length ? state : { ...state, jobs };
  }

  const announce = (): void => {
    for (const listener of listeners) listener();
  };

  return {
    withJobs,
    announce,

    async add(jobs) {
      const rows = structuredClone(jobs);
      await database.update((state) => [withJobs(state, rows), undefined]);
      announce();
    },

    async claim(now, leaseMs, limit) {
      const due = database.state.jobs.filter((job) => dueAt(job) <= now);
      const first = due.sort((a, b) => a.runAt - b.runAt).slice(0, limit);
      return first.map((job) => {
        const claimed = copy(job);
        const attempts = claimed.attempts + 1;
        leases.set(job.id, { until: now + leaseMs, attempts });
        return { ...claimed, attempts };
      });
    },

    async finish(job, again) {
      const next = again && structuredClone({ ...job, ...again });
      const wasThere = await database.update((state) => {
        if (!state.jobs.some(isRow(job))) return [state, false];
        const others = withoutRow(state.jobs, job);
        if (!next) return [{ ...state, jobs: others }, true];
        // One of the same key that was added meanwhile is not needed any more: this one waits again, for both.
        const twin = others.find((other) => isWaiting(other) && isSameWork(other, job));
        const row = { ...next, runAt: Math.min(next.runAt, twin?.runAt ?? next.runAt) };
        return [{ ...state, jobs: [...others.filter((other) => other !== twin), row] }, true];
      });
      if (wasThere) leases.delete(job.id);
    },

    async nextRunAt() {
      const [first, ...others] = database.state.jobs.map(dueAt);
      return first === undefined ? undefined : others.reduce((a, b) => Math.min(a, b), first);
    },

    list: async (teamId, kind) =>
      database.state.jobs.filter((job) => job.teamId === teamId && (kind === undefined || job.kind === kind)).map(copy),

    count: async () => database.state.jobs.length,

    onAdded(listener) {
      listeners.push(listener);
    },
  };
}

const isSameWork = (a: NewJob, b: NewJob): boolean => a.key === b.key && a.kind === b.kind && a.teamId === b.teamId;
