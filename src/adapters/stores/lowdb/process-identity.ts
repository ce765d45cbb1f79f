import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';

/** One run of one process. A pid alone is not enough: it is used again, and in containers it is nearly always the same. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Differs between two processes of the same pid; undefined where the system does not tell. */
  readonly started: string | undefined;
}

export const thisProcess: ProcessIdentity = {
  pid: process.pid,
  started: startOf(process.pid) ?? String(performance.timeOrigin),
};

/** Whether that very process still runs. A killed one that nobody has collected yet (a zombie) does not. */
export function isAlive({ pid, started }: ProcessIdentity): boolean {
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
