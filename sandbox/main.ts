import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { playground } from './bundle.ts';
import { apartEnvironment } from './environment.ts';
import { seedFleet } from './fleet.ts';
import { type RunOptions, readOptions } from './sandbox-options.ts';
import { type Sandbox, startSandbox } from './sandbox-server.ts';

async function forget(dataDir: string): Promise<void> {
  for (const name of ['stand-ins', 'app', 'policy.yaml', 'encryption-keys'])
    await rm(join(dataDir, name), { recursive: true, force: true });
}

/** One line instead of a stack when the port is taken. */
async function start({ port, dataDir, standIns, appUrl }: RunOptions): Promise<Sandbox> {
  return startSandbox({ port, dataDir, ...(standIns && { appUrl }) }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error;
    console.error(`Port ${port} is in use. Choose another: PORT=${port + 10} npm run sandbox`);
    process.exit(1);
  });
}

async function main(options: RunOptions): Promise<void> {
  const { dataDir, standIns, appUrl } = options;
  if (options.reset) await forget(dataDir);
  const sandbox = await start(options);
  await seedFleet(sandbox, options.zones);
  // Bundled before somebody opens the page; errors are shown there.
  playground().catch(() => {});
  let stopApp: (() => Promise<void>) | undefined;
  if (standIns) {
    console.log(`Stand-ins for Slack, LiteMail and Cloudflare: ${sandbox.url}/`);
    console.log(`They send requests to the app at ${appUrl}. Start it with this environment:\n`);
    for (const [name, value] of Object.entries(apartEnvironment(sandbox, dataDir, appUrl)))
      console.log(`${name}=${value}`);
  } else {
    const { runApp } = await import('./inside.ts');
    const app = await runApp(sandbox, dataDir);
    stopApp = app.stop;
    console.log(`LiteMail in Slack, with stand-ins for Slack, LiteMail and Cloudflare: ${sandbox.url}/`);
  }

  let stopping = false;
  const stop = async () => {
    if (stopping) process.exit(1);
    stopping = true;
    await stopApp?.();
    await sandbox.stop();
    process.exit(0);
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

const options = readOptions();
if ('problem' in options) {
  console.error(options.problem);
  process.exitCode = 1;
} else await main(options);
