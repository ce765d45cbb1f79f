import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { get } from 'node:http';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

export interface AppProcess {
  readonly pid: number;
  /** Milliseconds from the start of the process until it was ready. */
  readonly readyAfter: number;
  /** Everything it wrote, stdout and stderr. */
  output(): string;
  /** SIGKILL; resolves once the process is gone. */
  kill(): Promise<void>;
  /** SIGTERM; resolves with its exit code. */
  stop(): Promise<number | null>;
}

interface Start {
  /** A Node program; the real app when left out. */
  readonly program?: string;
  readonly args?: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Answers 200 once the process is ready. */
  readonly readyUrl: string;
  /** Where it runs; no `.env` there. */
  readonly cwd: string;
  readonly nodeOptions?: readonly string[];
}

const patience = 60_000;
const realApp = join(import.meta.dirname, '../../src/main.ts');

/**
 * A port that was free a moment ago, for programs that must be told theirs. None of those that systems give out by
 * themselves: a connection could have it by the time the program listens, or listens again after a crash.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    const server = createServer().listen(port, '127.0.0.1');
    const isFree = await once(server, 'listening').then(
      () => true,
      () => false,
    );
    if (!isFree) continue;
    server.close();
    await once(server, 'close');
    return port;
  }
}

const status = (url: string): Promise<number> =>
  new Promise((resolve) => {
    get(url, { agent: false }, (response) => resolve(response.resume().statusCode ?? 0)).on('error', () => resolve(0));
  });

async function ready(child: ChildProcess, url: string, output: () => string): Promise<void> {
  const deadline = performance.now() + patience;
  while ((await status(url)) !== 200) {
    if (child.exitCode !== null || child.signalCode !== null || performance.now() > deadline)
      throw new Error(`The process did not become ready:\n${output()}`);
    await pause(2);
  }
}

/** Starts a program as its own process, with nothing of our environment but what programs need, and waits until it is ready. */
export async function startProcess({
  program = realApp,
  args = [],
  env,
  readyUrl,
  cwd,
  nodeOptions = [],
}: Start): Promise<AppProcess> {
  const { PATH = '', HOME = '', TMPDIR } = process.env;
  const started = performance.now();
  const child = spawn(process.execPath, [...nodeOptions, program, ...args], {
    cwd,
    env: { PATH, HOME, ...(TMPDIR && { TMPDIR }), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const gone = once(child, 'exit');
  let written = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      written += text;
    });
  const end = async (signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await gone;
    return child.exitCode;
  };
  const output = () => written;
  try {
    await ready(child, readyUrl, output);
  } catch (error) {
    await end('SIGKILL');
    throw error;
  }
  return {
    pid: child.pid ?? 0,
    readyAfter: performance.now() - started,
    output,
    kill: async () => void (await end('SIGKILL')),
    stop: () => end('SIGTERM'),
  };
}
