import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { insideEnvironment } from '../../sandbox/environment.ts';
import { seedApp } from '../../sandbox/seed-app.ts';
import { createLog } from '../../src/adapters/system/log.ts';
import { createApp, type RunningApp } from '../../src/app.ts';
import { loadConfig } from '../../src/load-config.ts';
import { startTestSandbox, type TestSandbox } from './sandbox.ts';

export interface Product extends TestSandbox {
  readonly app: RunningApp;
  readonly dataDir: string;
  /** What the app logged, line by line. */
  readonly logged: string[];
}

interface Options {
  readonly env?: Readonly<Record<string, string>>;
  readonly rateLimits?: boolean;
  /** Milliseconds that LiteMail and Cloudflare may take for one answer. */
  readonly apiTimeout?: number;
}

/** The real app and the stand-ins in one process, talking over signed HTTP, with nothing from an earlier test. */
export async function startProduct({ env = {}, rateLimits = false, apiTimeout }: Options = {}): Promise<Product> {
  const dataDir = await mkdtemp(join(tmpdir(), 'product-'));
  const sandbox = await startTestSandbox({ rateLimits });
  const config = await loadConfig({ ...insideEnvironment(sandbox.sandbox, dataDir), ...env });
  if ('problems' in config) throw new Error(config.problems.join('\n'));
  const logged: string[] = [];
  const app = await createApp(config, {
    clock: sandbox.sandbox.clock,
    log: createLog('debug', (line) => logged.push(line)),
    ...(apiTimeout && { apiTimeout }),
  });
  await seedApp(app.stores, app.vault);
  sandbox.sandbox.mount(app.listener);
  app.start();
  return {
    ...sandbox,
    app,
    dataDir,
    logged,
    async stop(options) {
      await app.stop();
      try {
        await sandbox.stop(options);
      } finally {
        await rm(dataDir, { recursive: true, force: true });
      }
    },
  };
}
