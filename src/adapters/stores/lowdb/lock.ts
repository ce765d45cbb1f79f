import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { link, readdir, readFile, truncate, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { z } from 'zod';
import { AppError } from '../../../lib/errors.ts';
import { draftMark, fileMode, ifMissing, parseJson } from './durable-file.ts';

/** One run of one process. A pid alone is not enough: it is used again, and in containers it is nearly always the same. */
interface ProcessIdentity {
  readonly pid: number;
  /** Differs between two processes of the same pid; undefined where the system does not tell. */
  readonly started: string | undefined;
}

const thisProcess: ProcessIdentity = {
  pid: process.pid,
  started: startOf(process.pid) ?? String(performance.timeOrigin),
};

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

const Holder = z.object({ pid: z.int().positive(), started: z.string().optional() });

/**
 * Locks the directory for this process and gives back how to unlock it. A holder that no longer runs is replaced at
 * once; one that runs is an AppError.
 *
 * Locks are numbered files and the highest number counts. To take the lock over is to make the next number, which the
 * file system lets one process do; a number is only deleted when a higher one exists, so two can never both be highest.
 */
export async function lockDirectory(directory: string): Promise<() => Promise<void>> {
  const draft = join(directory, `lock${draftMark}${randomUUID()}`);
  for (;;) {
    const highest = Math.max(0, ...(await lockNumbers(directory)));
    const holder = await readHolder(lockPath(directory, highest));
    if (holder && isAlive(holder)) throw lockedError(holder, directory);

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
    return () => truncate(lockPath(directory, mine)).catch(ifMissing);
  }
}

const lockPath = (directory: string, number: number): string => join(directory, `lock.${number}`);

const lockNumbers = async (directory: string): Promise<number[]> =>
  (await readdir(directory)).flatMap((name) => /^lock\.(\d{1,15})$/.exec(name)?.[1] ?? []).map(Number);

/** Undefined if the lock is free: none there, let go (empty), or garbled by a power cut that its holder did not outlive. */
async function readHolder(path: string): Promise<ProcessIdentity | undefined> {
  const text = await readFile(path, 'utf8').catch(ifMissing);
  const { data } = Holder.safeParse(parseJson(text ?? ''));
  return data && { pid: data.pid, started: data.started };
}

const lockedError = ({ pid }: ProcessIdentity, directory: string): AppError =>
  new AppError(
    'not_configured',
    `The data directory ${directory} is in use by another process (pid ${pid}). ` +
      'Stop that process first, or give this one a DATA_DIR of its own.',
  );

function falseIfTaken(error: NodeJS.ErrnoException): false {
  // ENOENT: the winner swept our draft away.
  if (error.code === 'EEXIST' || error.code === 'ENOENT') return false;
  throw error;
}
