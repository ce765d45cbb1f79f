import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { apartEnvironment } from '../sandbox/environment.ts';
import { type Sandbox, startSandbox } from '../sandbox/sandbox-server.ts';
import { signingSecret } from '../sandbox/slack/seed-slack.ts';
import { type AppProcess, freePort, startProcess } from '../test/crash/app-process.ts';
import type { Load, LoadResult } from './load.ts';

/** What every measurement needs: the stand-ins in this process, and ways to start what is measured beside them. */
export interface Surroundings {
  readonly sandbox: Sandbox;
  /** Where the real app is told that it is reached. */
  readonly appUrl: string;
  /** The real app as `npm start` starts it, on the data directory of this name, made when it is not there. */
  startOurs(data?: string): Promise<AppProcess>;
  startBare(textLength: number): Promise<AppProcess>;
  readonly bareUrl: string;
  /** A fresh address for Slack's late answers. */
  responseUrl(): string;
  /** Copies a data directory of the real app. */
  copyData(from: string, to: string): Promise<void>;
  dataDir(name: string): string;
  stop(): Promise<void>;
}

/** `rateLimits`: Slack's; LiteMail and Cloudflare have theirs always. */
export async function createSurroundings({ rateLimits = false } = {}): Promise<Surroundings> {
  const directory = await mkdtemp(join(tmpdir(), 'bench-'));
  const appUrl = `http://127.0.0.1:${await freePort()}`;
  const barePort = await freePort();
  const bareUrl = `http://127.0.0.1:${barePort}`;
  const sandbox = await startSandbox({ appUrl, rateLimits });
  const env = apartEnvironment(sandbox, directory, appUrl);
  const dataDir = (name: string) => join(directory, name);
  return {
    sandbox,
    appUrl,
    bareUrl,
    dataDir,
    responseUrl: () => `${sandbox.url}/sandbox/slack/response/bench`,
    startOurs: (data = 'data') =>
      startProcess({
        program: join(import.meta.dirname, '../start.mjs'),
        args: ['src/main.ts'],
        env: { ...env, DATA_DIR: dataDir(data) },
        readyUrl: `${appUrl}/readyz`,
        cwd: directory,
      }),
    startBare: (textLength) =>
      startProcess({
        program: join(import.meta.dirname, 'bare-bolt.mjs'),
        env: { PORT: String(barePort), SLACK_SIGNING_SECRET: signingSecret, TEXT_LENGTH: String(textLength) },
        readyUrl: `${bareUrl}/readyz`,
        cwd: directory,
      }),
    copyData: (from, to) => cp(dataDir(from), dataDir(to), { recursive: true }),
    async stop() {
      await sandbox.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

const execute = promisify(execFile);

/** Runs the load in a process of its own. */
export async function load(what: Load): Promise<LoadResult> {
  const { stdout } = await execute(process.execPath, [join(import.meta.dirname, 'load.ts'), JSON.stringify(what)]);
  const result = JSON.parse(stdout) as LoadResult;
  if (result.failed > 0) throw new Error(`${result.failed} of ${result.requests} requests failed: ${stdout}`);
  return result;
}

/** Resident memory of a process in MB; undefined where the system has no /proc. */
export async function residentMegabytes(pid: number): Promise<number | undefined> {
  const text = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(text)?.[1];
  return kilobytes === undefined ? undefined : Number(kilobytes) / 1000;
}
