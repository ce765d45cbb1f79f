import { join } from 'node:path';
import { createLog } from '../src/adapters/system/log.ts';
import { createApp, type RunningApp } from '../src/app.ts';
import { loadConfig } from '../src/load-config.ts';
import { insideEnvironment } from './environment.ts';
import type { Sandbox } from './sandbox-server.ts';
import { seedApp } from './seed-app.ts';

/** Starts the real app on the sandbox's server and clock, set up for both teams. */
export async function runApp(sandbox: Sandbox, dataDir: string): Promise<RunningApp> {
  const config = await loadConfig(insideEnvironment(sandbox, dataDir));
  if ('problems' in config) throw new Error(config.problems.join('\n'));
  await sandbox.disk.use(join(dataDir, 'app'));
  const app = await createApp(config, { clock: sandbox.clock, log: createLog(config.logLevel) });
  await seedApp(app.stores, app.vault);
  sandbox.mount(app.listener);
  app.start();
  void app.warmUp();
  return app;
}
