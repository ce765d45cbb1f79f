import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { insideEnvironment } from '../../sandbox/environment.ts';
import { createSandboxClock } from '../../sandbox/sandbox-clock.ts';
import { createLog } from '../../src/adapters/system/log.ts';
import { createApp } from '../../src/app.ts';
import { loadConfig } from '../../src/load-config.ts';
import type { Product } from './product.ts';
import { type SeenMessage, startTestSandbox, textOf } from './sandbox.ts';

const fixture = join(import.meta.dirname, '../fixtures/store-of-0.1.0');
const patience = 15_000;
/** The app was gone for so long. */
const gap = 5 * 60_000;

/** Today's app and stand-ins on a copy of what release 0.1.0 left when it was killed; by the clock there, five minutes later. */
export async function openYesterdaysStore(): Promise<Product> {
  const dataDir = await mkdtemp(join(tmpdir(), 'yesterday-'));
  await cp(fixture, dataDir, { recursive: true });
  const leftAt = Date.parse((await readFile(join(dataDir, 'left-at'), 'utf8')).trim());
  const clock = createSandboxClock(leftAt + gap - Date.now());
  const sandbox = await startTestSandbox({ rateLimits: false, dataDir, clock });
  // What LiteMail is asked for from now on is quickly done.
  const soon = 20_000;
  await sandbox.sandbox.litemail.configure({
    delays: { connect: soon, assign: soon, placement: soon, purchase: soon, export: soon, propagation: soon },
  });
  // The stand-ins listen on another port than yesterday.
  for (const webhook of sandbox.sandbox.litemail.team('T0ACME').webhooks)
    webhook.url = `${sandbox.url}${new URL(webhook.url).pathname}`;
  const config = await loadConfig({
    ...insideEnvironment(sandbox.sandbox, dataDir),
    POLICY_FILE: join(dataDir, 'policy.yaml'),
  });
  if ('problems' in config) throw new Error(config.problems.join('\n'));
  const logged: string[] = [];
  const app = await createApp(config, { clock, log: createLog('debug', (line) => logged.push(line)) });
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

/** Whenever the app has nothing to do but wait, moves the clock to the moment for which it waits. */
export async function asWorkGoesOn<T>(
  product: Product,
  condition: () => T | undefined | false,
  what: string,
): Promise<T> {
  const { clock } = product.sandbox;
  const deadline = performance.now() + patience;
  for (;;) {
    const result = condition();
    if (result !== undefined && result !== false) return result;
    if (performance.now() > deadline) throw new Error(`Work went on, and there never was ${what}.`);
    const jobs = await product.app.stores.jobs.list('T0ACME');
    const others = await product.app.stores.jobs.list('T0NOVA');
    const next = Math.min(...[...jobs, ...others].map(({ runAt }) => runAt));
    if (Number.isFinite(next) && next > clock.now()) clock.advance(next - clock.now());
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** The newest message there that says this, as it is now. */
export const messageWith = (product: Product, channel: string, text: string | RegExp): SeenMessage => {
  const found = product
    .messages(channel, { user: channel.startsWith('U') ? channel : 'U0ANA' })
    .findLast((message) => (typeof text === 'string' ? textOf(message).includes(text) : text.test(textOf(message))));
  if (!found) throw new Error(`Nothing in ${channel} says ${text}.`);
  return found;
};

/** The same message, once it says this. */
export const untilItSays = (
  product: Product,
  channel: string,
  { ts }: Pick<SeenMessage, 'ts'>,
  text: string | RegExp,
): Promise<SeenMessage> =>
  product.until(
    () =>
      product
        .messages(channel)
        .find(
          (message) =>
            message.ts === ts &&
            (typeof text === 'string' ? textOf(message).includes(text) : text.test(textOf(message))),
        ),
    `${text} in ${channel}`,
  );
