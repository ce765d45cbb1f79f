import { z } from 'zod';
import type { Job, NewJob } from '../../../ports/stores.ts';
import { loadFromCheckpoint } from './checkpoint.ts';
import { JobShape } from './database.ts';
import { damagedLine, type LogFile, openLogFile, parseJson, writeDurably } from './durable-file.ts';
import { groupCommit } from './group-commit.ts';

/**
 * Jobs that are not due for long, kept out of the file that is rewritten for each change. One that is due, or that an
 * earlier one of its key brings forward, goes back there; while it is in both, the other counts.
 */
export interface LaterJobs {
  all(): Iterable<Job>;
  /** The one of this team, kind and key. */
  find(job: NewJob): Job | undefined;
  /** When the first is due; infinity if there is none. */
  firstRunAt(): number;
  add(jobs: readonly Job[]): Promise<void>;
  /** Lazily: at a start, one that is elsewhere too is taken out again. */
  remove(jobs: Iterable<Pick<Job, 'id'>>): Promise<void>;
  /** Keeps what is in memory for the next start, when that is worth it. */
  checkpoint(): Promise<void>;
  close(): Promise<void>;
}

const Line = z.union([z.strictObject({ job: JobShape }), z.strictObject({ gone: z.array(z.string()) })]);
interface LineOf {
  readonly job?: Job;
  readonly gone?: readonly string[];
}

export const workOf = ({ teamId, kind, key }: NewJob): string => `${teamId} ${kind} ${key}`;

/** A file with so much for each job is written anew with those that still count. */
const MANY_BYTES = 2000;

/** later-jobs.jsonl: a line for each job, and for those that are gone. `elsewhere`: those that store.json has. */
export async function openLaterJobs(
  path: string,
  elsewhere: readonly Job[],
  onWarning: (text: string) => void,
): Promise<LaterJobs> {
  const jobs = new Map<string, Job>();
  const byWork = new Map<string, Job>();
  let first: number | undefined;

  function apply({ job, gone = [] }: LineOf): void {
    first = undefined;
    if (job) {
      jobs.set(job.id, job);
      byWork.set(workOf(job), job);
    }
    for (const id of gone) {
      const known = jobs.get(id);
      jobs.delete(id);
      if (known && byWork.get(workOf(known)) === known) byWork.delete(workOf(known));
    }
  }

  const log = await openLogFile(path, onWarning);
  const restore = (known: Buffer): boolean => {
    const rows = parseJson(known.toString());
    if (!Array.isArray(rows)) return false;
    // Safe because only `checkpoint` writes it.
    for (const job of rows as Job[]) apply({ job });
    return true;
  };
  const checkpoints = await loadFromCheckpoint(log, restore, ({ number, text }) => {
    const line = parseJson(text);
    if (!Line.safeParse(line).success) throw damagedLine(path, number);
    // Safe because every writer of this file is typed, and the shape shows that it is such a line.
    apply(line as LineOf);
  });
  if (log.end > (jobs.size + 1000) * MANY_BYTES) {
    await compact(log, jobs.values());
    return openLaterJobs(path, elsewhere, onWarning);
  }

  const group = groupCommit(async (items: readonly { line: LineOf; lazily: boolean }[]) => {
    await log.write(
      items.map(({ line }) => JSON.stringify(line)),
      { lazily: items.every(({ lazily }) => lazily) },
    );
    for (const { line } of items) apply(line);
    return items.map(() => undefined);
  });

  async function remove(given: Iterable<Pick<Job, 'id'>>): Promise<void> {
    const gone = [...given].flatMap(({ id }) => (jobs.has(id) ? [id] : []));
    if (gone.length > 0) await group.add({ line: { gone }, lazily: true });
  }
  await remove(elsewhere);

  return {
    all: () => jobs.values(),
    find: (job) => byWork.get(workOf(job)),
    firstRunAt() {
      first ??= [...jobs.values()].reduce((least, { runAt }) => Math.min(least, runAt), Number.POSITIVE_INFINITY);
      return first;
    },
    async add(added) {
      await Promise.all(added.map((job) => group.add({ line: { job }, lazily: false })));
    },
    remove,
    async checkpoint() {
      if (!checkpoints.isDue()) return;
      await group.settled();
      await checkpoints.save(() => JSON.stringify([...jobs.values()]));
    },
    async close() {
      await group.close();
      await log.close();
    },
  };
}

async function compact(log: LogFile, jobs: Iterable<Job>): Promise<void> {
  await writeDurably(log.path, [...jobs].map((job) => `${JSON.stringify({ job })}\n`).join(''));
  await log.close();
}
