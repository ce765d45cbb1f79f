import { spawnSync } from 'node:child_process';

/** What a program of somebody else's says, given the input; undefined where it is not installed. */
export function outside(
  command: string,
  words: readonly string[],
  input = '',
): { out: string; error: string; status: number } | undefined {
  const { stdout, stderr, status, error } = spawnSync(command, words, { input, encoding: 'utf8', maxBuffer: 1e9 });
  if (error && 'code' in error && error.code === 'ENOENT') return undefined;
  return { out: stdout, error: stderr, status: status ?? -1 };
}

/** A line of the run that is to be seen whatever the reporter: figures, and what was not run. */
export const say = (line: string): void => void process.stdout.write(`outside: ${line}\n`);
