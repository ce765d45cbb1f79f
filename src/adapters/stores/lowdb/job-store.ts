import { randomUUID } from 'node:crypto';
import type { Job, JobStore, NewJob } from '../../../ports/stores.ts';
import type { WakeUps } from '../../../ports/wake-ups.ts';
import type { Change, Database } from './database.ts';
import { isRow, type State, withoutRow } from './database.ts';
import { type LaterJobs, workOf } from './later-jobs.ts';

/** The job store, and what a store needs that adds jobs together with a change of its own. */
export interface Jobs extends JobStore {
  /** The state with these jobs, as `add` adds them. For use inside a change. */
  withJobs(state: State, jobs: readonly NewJob[]): State;
  announce(): void;
  /** Moves what is not due for long out of store.json. */
  moveLater(): Promise<void>;
}

/** What is due later than this is moved, once there are so many. */
const LATER_MS = 3_600_000;
const MOVED_AT_ONCE = 20;
/** An added job wakes up whoever looks at the clock, so that it is never older than this by then. */
const ADDED_SINCE_MS = 1000;

/**
 * Leases, the count of attempts and derived jobs live in memory: another process can never hold one, and a restart frees
 * them all.
 */
export function createJobs(database: Database, later: LaterJobs, wakeUps: WakeUps): Jobs {
  const leases = new Map<string, { until: number; attempts: number }>();
  /** Jobs that are over in the state to be written, while nobody may claim them before it is. */
  const ending = new Set<string>();
  let derived: readonly Job[] = [];
  /** As of the last claim. */
  let now = Number.POSITIVE_INFINITY;

  const soon = (): readonly Job[] => [...database.state.jobs, ...derived];
  const all = (): readonly Job[] => {
    const here = soon();
    const ids = new Set(here.map(({ id }) => id));
    return [...here, ...[...later.all()].filter(({ id }) => !ids.has(id))];
  };

  const isWaiting = (job: Job): boolean => !leases.has(job.id) || ending.has(job.id);
  /** When each job is due: what runs, and what waits for a namesake that runs, once the lease is over; of `mine` never. */
  const due = (mine: ReadonlySet<string> = new Set()): { job: Job; at: number }[] => {
    const jobs = soon();
    const busy = new Map<string, number>();
    for (const job of jobs) {
      const until = mine.has(job.id) ? Number.POSITIVE_INFINITY : (leases.get(job.id)?.until ?? 0);
      busy.set(workOf(job), Math.max(until, busy.get(workOf(job)) ?? 0));
    }
    return jobs.map((job) => ({ job, at: Math.max(job.runAt, busy.get(workOf(job)) ?? 0) }));
  };
  const copy = (job: Job): Job => ({ ...structuredClone(job), attempts: leases.get(job.id)?.attempts ?? job.attempts });

  /** The same list if nothing changes. */
  function withAdded(before: readonly Job[], added: readonly NewJob[]): readonly Job[] {
    const jobs = [...before];
    let changed = false;
    for (const job of added) {
      const at = jobs.findIndex((other) => isWaiting(other) && isSameWork(other, job));
      const twin = jobs[at] ?? later.find(job);
      if (twin && twin.runAt <= job.runAt) continue;
      if (at >= 0 && twin) jobs[at] = { ...twin, runAt: job.runAt };
      else if (twin) jobs.push({ ...twin, runAt: job.runAt });
      else jobs.push({ ...structuredClone(job), id: randomUUID(), attempts: 0 });
      changed = true;
    }
    return changed ? jobs : before;
  }

  function withJobs(state: State, added: readonly NewJob[]): State {
    const jobs = withAdded(state.jobs, added);
    return jobs === state.jobs ? state : { ...state, jobs };
  }

  /** Without the job, or with it as it goes on. */
  function withFinished(jobs: readonly Job[], job: Job, next: Job | undefined): readonly Job[] {
    const others = withoutRow(jobs, job);
    if (!next) return others;
    // One of the same key that was added meanwhile is not needed any more: this one waits again, for both.
    const twin = others.find((other) => isWaiting(other) && isSameWork(other, job));
    const row = { ...next, runAt: Math.min(next.runAt, twin?.runAt ?? next.runAt) };
    return [...others.filter((other) => other !== twin), row];
  }

  function announce(): void {
    const known = database.state.jobs.filter((job) => later.find(job)?.id === job.id);
    if (known.length > 0) void later.remove(known);
    wakeUps.notify();
  }

  /** Back into store.json. Until that is written, the job is where it was. */
  async function bringBack(): Promise<void> {
    const due = [...later.all()].filter(({ runAt }) => runAt <= now);
    await database.update((state) => {
      const ids = new Set(state.jobs.map(({ id }) => id));
      return [{ ...state, jobs: [...state.jobs, ...due.filter(({ id }) => !ids.has(id))] }, undefined];
    });
    await later.remove(due);
  }

  return {
    withJobs,
    announce,

    async moveLater() {
      const busy = new Set(database.state.jobs.filter(({ id }) => leases.has(id)).map(workOf));
      const moved = database.state.jobs.filter((job) => job.runAt > now + LATER_MS && !busy.has(workOf(job)));
      if (moved.length < MOVED_AT_ONCE) return;
      await later.add(moved);
      // One that was changed meanwhile is a different object, and stays.
      const gone = new Set(moved);
      await database.update((state) => [{ ...state, jobs: state.jobs.filter((job) => !gone.has(job)) }, undefined]);
      await later.remove(database.state.jobs);
    },

    async add(jobs) {
      const rows = structuredClone(jobs);
      derived = withAdded(
        derived,
        rows.filter((row) => row.derived),
      );
      const durable = rows.filter((row) => !row.derived);
      if (durable.length > 0) await database.update((state) => [withJobs(state, durable), undefined]);
      announce();
    },

    async claim(at, leaseMs, limit, mine) {
      now = at;
      if (later.firstRunAt() <= now) await bringBack();
      const ready = due(mine).flatMap(({ job, at: dueAt }) => (dueAt <= at ? [job] : []));
      const taken = new Map<string, Job>();
      for (const job of ready.sort((a, b) => a.runAt - b.runAt))
        if (taken.size < limit && !taken.has(workOf(job))) taken.set(workOf(job), job);
      return [...taken.values()].map((job) => {
        const claimed = copy(job);
        const attempts = claimed.attempts + 1;
        leases.set(job.id, { until: at + leaseMs, attempts });
        return { ...claimed, attempts };
      });
    },

    async finish(job, again) {
      const next = again && structuredClone({ ...job, ...again });
      if (derived.some(isRow(job))) {
        derived = withFinished(derived, job, next);
        leases.delete(job.id);
        return;
      }
      const lazily = !again && job.repeatable === true;
      const end: Change<boolean> = (state) => {
        if (!state.jobs.some(isRow(job))) return [state, false];
        ending.add(job.id);
        return [{ ...state, jobs: withFinished(state.jobs, job, next) }, true];
      };
      try {
        if (await database.update(end, { lazily })) leases.delete(job.id);
      } finally {
        ending.delete(job.id);
      }
    },

    async nextRunAt(mine) {
      const next = due(mine).reduce((first, { at }) => Math.min(first, at), later.firstRunAt());
      return Number.isFinite(next) ? next : undefined;
    },

    async shift(milliseconds, at) {
      const isOld = ({ runAt }: Job): boolean => (milliseconds < 0 ? runAt > at : runAt < at - ADDED_SINCE_MS);
      const moved = (job: Job): Job =>
        job.deadline || !isOld(job) ? job : { ...job, runAt: job.runAt + milliseconds };
      derived = derived.map(moved);
      for (const lease of leases.values()) lease.until += milliseconds;
      const waiting = [...later.all()].filter(({ deadline }) => !deadline);
      await database.update((state) => {
        const ids = new Set(state.jobs.map(({ id }) => id));
        const jobs = [...state.jobs, ...waiting.filter(({ id }) => !ids.has(id))];
        return [{ ...state, jobs: jobs.map(moved) }, undefined];
      });
      await later.remove(waiting);
    },

    list: async (teamId, kind) =>
      all()
        .filter((job) => job.teamId === teamId && (kind === undefined || job.kind === kind))
        .map(copy),

    count: async () => all().length,
  };
}

const isSameWork = (a: NewJob, b: NewJob): boolean => a.key === b.key && a.kind === b.kind && a.teamId === b.teamId;
