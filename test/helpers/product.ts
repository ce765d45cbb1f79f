import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { insideEnvironment } from '../../sandbox/environment.ts';
import { seedApp } from '../../sandbox/seed-app.ts';
import { createLog } from '../../src/adapters/system/log.ts';
import { createApp, type RunningApp } from '../../src/app.ts';
import type { Feature } from '../../src/engine/features/define-feature.ts';
import { loadConfig } from '../../src/load-config.ts';
import { startTestSandbox, type TestSandbox } from './sandbox.ts';

export interface Product extends TestSandbox {
  app: RunningApp;
  readonly dataDir: string;
  /** What the app logged, line by line. */
  readonly logged: string[];
}

export interface StartedProduct extends Product {
  /** Stops the app as it is, and starts another one on what it left. */
  restart(): Promise<void>;
  /** Somebody changes store.json while the app is stopped. */
  changeStore(change: (state: { requests: Record<string, unknown>[] }) => void): Promise<void>;
}

interface Options {
  readonly env?: Readonly<Record<string, string>>;
  readonly rateLimits?: boolean;
  /** Milliseconds that LiteMail and Cloudflare may take for one answer. */
  readonly apiTimeout?: number;
  /** What the product does, if not what it does. */
  readonly features?: readonly Feature[];
}

/** The real app and the stand-ins in one process, talking over signed HTTP, with nothing from an earlier test. */
export async function startProduct({
  env = {},
  rateLimits = false,
  apiTimeout,
  features,
}: Options = {}): Promise<StartedProduct> {
  const dataDir = await mkdtemp(join(tmpdir(), 'product-'));
  const sandbox = await startTestSandbox({ rateLimits });
  const config = await loadConfig({ ...insideEnvironment(sandbox.sandbox, dataDir), ...env });
  if ('problems' in config) throw new Error(config.problems.join('\n'));
  const logged: string[] = [];
  const open = () =>
    createApp(config, {
      clock: sandbox.sandbox.clock,
      log: createLog('debug', (line) => logged.push(line)),
      ...(apiTimeout && { apiTimeout }),
      ...(features && { features }),
    });
  const start = (app: RunningApp) => {
    sandbox.sandbox.mount(app.listener);
    app.start();
  };
  await sandbox.sandbox.disk.use(join(dataDir, 'app'));
  const app = await open();
  await seedApp(app.stores, app.vault);
  start(app);
  const product: StartedProduct = {
    ...sandbox,
    app,
    dataDir,
    logged,
    async restart() {
      await product.app.stop();
      product.app = await open();
      start(product.app);
    },
    async changeStore(change) {
      await product.app.stop();
      const path = join(dataDir, 'app', 'store.json');
      const state = JSON.parse(await readFile(path, 'utf8'));
      change(state);
      await writeFile(path, JSON.stringify(state));
      product.app = await open();
      start(product.app);
    },
    async stop(options) {
      await product.app.stop();
      try {
        await sandbox.stop(options);
      } finally {
        await rm(dataDir, { recursive: true, force: true });
      }
    },
  };
  return product;
}
