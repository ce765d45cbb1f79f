import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, readlinkSync } from 'node:fs';
import { link, readdir, readFile, stat, truncate, unlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { AppError } from '../../../lib/errors.ts';
import { draftMark, fileMode, ifMissing, parseJson } from './durable-file.ts';
import { fence } from './fence.ts';

/** One run of one process. A pid alone is not enough: it is used again, and in containers it is nearly always the same. */
interface ProcessIdentity {
  readonly pid: number;
  /** Differs between two processes of the same pid; undefined where the system does not tell. */
  readonly started: string | undefined;
  /** Whose pids these are: another container counts anew. Absent where there is no such thing, and in locks of older releases. */
  readonly namespace: string | undefined;
}

const thisProcess: ProcessIdentity = {
  pid: process.pid,
  started: startOf(process.pid) ?? String(performance.timeOrigin),
  namespace: hasProc() ? pidNamespace() : undefined,
};

/** Where the system does not name it, nobody else is taken to be in it. */
function pidNamespace(): string {
  try {
    return `${bootId()}:${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return randomUUID();
  }
}

export interface LockTiming {
  /** How often the holder shows that it lives. Milliseconds. */
  readonly beatMs: number;
  /** A holder of which nothing else can be known is dead when it has not shown that it lives for so long. */
  readonly deadAfterMs: number;
}
const usualTiming: LockTiming = { beatMs: 1_000, deadAfterMs: 10_000 };

/** Whether that very process still runs. A killed one that nobody has collected yet (a zombie) does not. */
function isAlive({ pid, started }: ProcessIdentity): boolean {
  if (pid === thisProcess.pid) return started === thisProcess.started;
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, as somebody else.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const now = startOf(pid);
  return now === undefined ? !hasProc() : now === started;
}

/** Linux: the boot and the tick of the start. */
function startOf(pid: number): string | undefined {
  // The name in parentheses may hold anything; state is the first field after it, the start the twentieth.
  const fields = readText(`/proc/${pid}/stat`)?.split(') ').at(-1)?.split(' ');
  const [state, start] = [fields?.[0], fields?.[19]];
  return start === undefined || state === 'Z' || state === 'X' ? undefined : `${bootId()}:${start}`;
}

function bootId(): string {
  return readText('/proc/sys/kernel/random/boot_id')?.trim() ?? '';
}

function hasProc(): boolean {
  return readText('/proc/self/stat') !== undefined;
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

const Holder = z.object({ pid: z.int().positive(), started: z.string().optional(), namespace: z.string().optional() });

interface Lock {
  release(): Promise<void>;
}

/**
 * Locks the directory for this process. A holder that is known to be dead is replaced at once, one of another container
 * when it has not shown for ten seconds that it lives; one that lives is an AppError. From then on nothing is written
 * there once somebody else has the lock (see `fence`), and `onLost` is told.
 *
 * Locks are numbered files and the highest number counts. To take the lock over is to make the next number, which the
 * file system lets one process do; a number is only deleted when a higher one exists, so two can never both be highest.
 */
export async function lockDirectory(
  directory: string,
  onLost: (problem: Error) => void = () => {},
  timing = usualTiming,
): Promise<Lock> {
  const draft = join(directory, `lock${draftMark}${randomUUID()}`);
  for (;;) {
    const highest = Math.max(0, ...(await lockNumbers(directory)));
    const holder = await readHolder(lockPath(directory, highest));
    if (holder && !(await isDead(holder, lockPath(directory, highest), timing))) throw lockedError(holder, directory);

    // Written first and linked then, so that nobody reads a lock without its holder.
    await writeFile(draft, JSON.stringify(thisProcess), { mode: fileMode });
    const mine = highest + 1;
    const won = await link(draft, lockPath(directory, mine)).then(() => true, falseIfTaken);
    await unlink(draft).catch(ifMissing);
    if (!won) continue;

    const numbers = await lockNumbers(directory);
    if (Math.max(...numbers) > mine) {
      await unlink(lockPath(directory, mine)).catch(ifMissing);
      continue;
    }
    for (const number of numbers) if (number < mine) await unlink(lockPath(directory, number)).catch(ifMissing);
    return held(directory, mine, onLost, timing);
  }
}

/** Shows that this process lives, and keeps it from writing once another has taken the lock over. */
function held(directory: string, mine: number, onLost: (problem: Error) => void, { beatMs }: LockTiming): Lock {
  const path = lockPath(directory, mine);
  // Looked at directly before each write: a process that was paused finds out in time.
  const isHeld = () => existsSync(path) && !existsSync(lockPath(directory, mine + 1));
  const lift = fence(directory, () => {
    if (!isHeld()) throw lostError(directory);
  });
  const beats = setInterval(() => {
    const now = new Date();
    if (isHeld()) return void utimes(path, now, now).catch(() => {});
    clearInterval(beats);
    onLost(lostError(directory));
  }, beatMs).unref();
  return {
    async release() {
      clearInterval(beats);
      if (isHeld()) await truncate(path).catch(ifMissing);
      lift();
    },
  };
}

/** Of the same container that is known at once. Otherwise it is watched until it is clear. */
async function isDead(holder: ProcessIdentity, path: string, timing: LockTiming): Promise<boolean> {
  if (holder.namespace === undefined || holder.namespace === thisProcess.namespace) return !isAlive(holder);
  const { beatMs, deadAfterMs } = timing;
  const beatOf = async () => (await stat(path).catch(ifMissing))?.mtimeMs;
  const first = await beatOf();
  const begun = performance.now();
  for (;;) {
    await pause(beatMs / 4);
    const last = await beatOf();
    if (last === undefined || (await readHolder(path)) === undefined) return true;
    if (last !== first) return false;
    const watched = performance.now() - begun;
    // Clocks of two machines differ, and one may be set: what is seen with one's own eyes counts too.
    const age = Math.max(watched, Date.now() - last);
    if (age >= deadAfterMs && watched >= 3 * beatMs) return true;
  }
}

const lockPath = (directory: string, number: number): string => join(directory, `lock.${number}`);

const lockNumbers = async (directory: string): Promise<number[]> =>
  (await readdir(directory)).flatMap((name) => /^lock\.(\d{1,15})$/.exec(name)?.[1] ?? []).map(Number);

/** Undefined if the lock is free: none there, let go (empty), or garbled by a power cut that its holder did not outlive. */
async function readHolder(path: string): Promise<ProcessIdentity | undefined> {
  const text = await readFile(path, 'utf8').catch(ifMissing);
  const { data } = Holder.safeParse(parseJson(text ?? ''));
  return data && { pid: data.pid, started: data.started, namespace: data.namespace };
}

const lockedError = ({ pid, namespace }: ProcessIdentity, directory: string): AppError =>
  new AppError(
    'not_configured',
    `The data directory ${directory} is in use by another process (pid ${pid}${namespace === undefined || namespace === thisProcess.namespace ? '' : ' of another container or machine'}). ` +
      'Stop that process first, or give this one a DATA_DIR of its own.',
  );

const lostError = (directory: string): Error =>
  new Error(
    `Another process has taken over the data directory ${directory}, because this one did not answer for ten seconds. It writes nothing more.`,
  );

function falseIfTaken(error: NodeJS.ErrnoException): false {
  // ENOENT: the winner swept our draft away.
  if (error.code === 'EEXIST' || error.code === 'ENOENT') return false;
  throw error;
}
