import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { apartEnvironment } from '../../sandbox/environment.ts';
import { createSandboxClock } from '../../sandbox/sandbox-clock.ts';
import { type SeenMessage, startTestSandbox, type TestSandbox, textOf } from '../helpers/sandbox.ts';
import { freePort } from './app-process.ts';
import { type Kills, type Life, startLife } from './killer.ts';
import type { Random } from './random.ts';

/** The stand-ins in this process, which live on, and the real app in its own, which is killed. */
export interface World {
  readonly sandbox: TestSandbox;
  readonly life: Life;
  readonly random: Random;
  readonly dataDir: string;
  beginKilling(kills: Kills): void;
  /** The newest message that this person sees there with all of these texts and buttons. */
  find(channel: string, user: string, ...having: readonly (string | RegExp)[]): SeenMessage | undefined;
  /** What `condition` gives as soon as it gives something; undefined when `enough` says so first. Looks after each change. */
  eventually<T>(condition: () => T | undefined, enough: () => boolean): Promise<T | undefined>;
  /** Resolves once nothing has been on the wire for so long. */
  quiet(milliseconds: number): Promise<void>;
  stop(): Promise<void>;
}

export const everybody = ['U0ADA', 'U0ANA', 'U0BO', 'U0VERA'];
export const channels = ['C0GENERAL', 'C0OPS', 'C0APPROVE', 'C0AUDIT'];
const glance = 100;

export async function createWorld(random: Random): Promise<World> {
  const directory = await mkdtemp(join(tmpdir(), 'crash-'));
  const appUrl = `http://127.0.0.1:${await freePort()}`;
  const sandbox = await startTestSandbox({ appUrl, rateLimits: false, clock: createSandboxClock(), ackMs: 3000 });
  await sandbox.sandbox.litemail.configure({ rateLimit: false, delays: { ...delays } });
  const env: Readonly<Record<string, string>> = {
    ...apartEnvironment(sandbox.sandbox, directory, appUrl),
    LOG_LEVEL: 'warn',
  };
  const life = await startLife({ sandbox }, { env, appUrl, cwd: directory });

  return {
    sandbox,
    life,
    random,
    dataDir: env.DATA_DIR ?? '',
    beginKilling: (kills) => life.planKills(random, kills),
    find: (channel, user, ...having) =>
      sandbox.messages(channel, { user }).findLast((message) => {
        const text = `${textOf(message)}\n${message.text}`;
        return having.every((each) => (typeof each === 'string' ? text.includes(each) : each.test(text)));
      }),
    async eventually(condition, enough) {
      let wake = (): void => {};
      const unsubscribe = sandbox.sandbox.feed.subscribe(() => wake());
      try {
        for (;;) {
          const found = condition();
          if (found !== undefined) return found;
          if (enough()) return undefined;
          // Not every reason to give up is a change in the world.
          await new Promise<void>((resolve) => {
            const timer = setTimeout(resolve, glance);
            wake = () => {
              clearTimeout(timer);
              resolve();
            };
          });
        }
      } finally {
        unsubscribe();
      }
    },
    quiet: (milliseconds) =>
      new Promise((resolve) => {
        let timer = setTimeout(done, milliseconds);
        const unsubscribe = sandbox.sandbox.feed.subscribe(() => {
          clearTimeout(timer);
          timer = setTimeout(done, milliseconds);
        });
        function done(): void {
          unsubscribe();
          resolve();
        }
      }),
    async stop() {
      await sandbox.stop().finally(() => rm(directory, { recursive: true, force: true }));
    },
  };
}

/** LiteMail at its quickest, because the app looks only every five seconds. */
const delays = { connect: 200, assign: 200, placement: 200, purchase: 200, export: 200, propagation: 200 };
