import { flushCompileCache } from 'node:module';
import { listen } from './adapters/http/http-server.ts';
import { createLog } from './adapters/system/log.ts';
import { systemClock } from './adapters/system/system-clock.ts';
import { createApp, type RunningApp } from './app.ts';
import { loadConfig } from './load-config.ts';

const print = (line: string): void => void process.stderr.write(`${line}\n`);

/** All of it in one process, which is also called `web`. Resolves with the exit code once it has been stopped. */
export async function run(part = 'web'): Promise<number> {
  if (part !== 'web') {
    print(`There is no part "${part}": everything runs in one process, started without a part or as web.`);
    return 1;
  }
  const config = await loadConfig();
  if ('problems' in config) {
    const { newEncryptionKey } = await import('./adapters/stores/vault.ts');
    print('The configuration is incomplete or wrong:');
    for (const problem of config.problems) print(`  ${problem}`);
    print(`\nA fresh key to paste, if you need one:\n  ENCRYPTION_KEYS=${newEncryptionKey()}`);
    print('\nTo try everything without an account or a key:\n  npm run sandbox');
    return 1;
  }

  const log = createLog(config.logLevel);
  try {
    const app = await createApp(config, { clock: systemClock, log, onLost: endAtOnce });
    const server = await listen(app.listener, config);
    app.start();
    void getReady(app);
    log.info({ port: server.port, mode: config.slack.mode }, `listening on http://${config.host}:${server.port}`);
    await stopSignal();
    setTimeout(() => process.exit(0), STOP_TIMEOUT_MS).unref();
    log.info('stopping: finishing work in progress');
    await app.drain();
    await server.close();
    await app.stop();
    return 0;
  } catch (error) {
    print(error instanceof Error ? error.message : String(error));
    return 1;
  }
}

/** Another process works on with the data; whatever this one still does is no good to anybody. */
function endAtOnce(problem: Error): void {
  print(problem.message);
  process.exit(1);
}

/** The compile cache is otherwise written at the end only, and a process that is killed has none: its next start would be slow again. */
async function getReady(app: RunningApp): Promise<void> {
  await new Promise(setImmediate);
  flushCompileCache();
  await app.warmUp();
  flushCompileCache();
}

/** Whatever is still waited for then: some hosts kill ten seconds after asking to stop. */
const STOP_TIMEOUT_MS = 9_000;
/** npm hands on what the terminal has sent already. */
const SAME_SIGNAL_MS = 200;

/**
 * Resolves at the first signal; a second one ends the process at once. Not `once`: during a write to disk,
 * write-file-atomic listens for signals too, and ends the process by the signal where it finds itself the only listener.
 */
const stopSignal = (): Promise<void> =>
  new Promise((resolve) => {
    let stoppedAt: number | undefined;
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.on(signal, () => {
        stoppedAt ??= performance.now();
        if (performance.now() - stoppedAt > SAME_SIGNAL_MS) process.exit(signal === 'SIGINT' ? 130 : 143);
        resolve();
      });
  });
