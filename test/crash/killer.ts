import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ApprovalRequest } from '../../src/engine/approvals/request/request.ts';
import { type AppProcess, startProcess } from './app-process.ts';
import type { Random } from './random.ts';
import type { World } from './world.ts';

export interface Kill {
  /** Epoch milliseconds. */
  readonly at: number;
  /** By SIGTERM, so that it could finish what was under way. */
  readonly gently: boolean;
  /** When no call of the killed process was under way any more. */
  readonly goneAt: number;
  /** The killed process's store.json. */
  readonly known: string;
  /** Its journals.jsonl. */
  readonly journals: string;
  /** The next process's. */
  readonly readyAt: number;
  /** Milliseconds that the next process took to start. */
  readonly readyAfter: number;
  /** Zones whose apply had begun and not ended. */
  readonly interrupted: readonly string[];
}

/** Kills to come: each after `least` (1 when left out) to `most` changes in the world, counted from the one before. */
export interface Kills {
  readonly count: number;
  readonly least?: number;
  readonly most: number;
  /** Share of those by SIGTERM; a fifth when left out. */
  readonly gentle?: number;
}

export interface Life {
  /** Resolves as soon as the app is ready. */
  up(): Promise<void>;
  /** How often it was started. */
  starts(): number;
  /** When the present process became ready, epoch milliseconds. */
  readyAt(): number;
  readonly kills: readonly Kill[];
  /** No kill that was planned and has not begun. */
  spare(): void;
  /** Everything that the processes wrote. */
  output(): string;
  /** No more kills; SIGTERM, and the exit code. */
  end(): Promise<number | null>;
}

interface Options {
  readonly env: Readonly<Record<string, string>>;
  readonly appUrl: string;
  readonly cwd: string;
}

/** Starts the app and keeps it going through as many kills as were planned. */
export async function startLife(world: Pick<World, 'sandbox'>, { env, appUrl, cwd }: Options) {
  const start = (): Promise<AppProcess> => startProcess({ env, readyUrl: `${appUrl}/readyz`, cwd });
  const kills: Kill[] = [];
  let written = '';
  let app = await start();
  let readyAt = Date.now();
  let starts = 1;
  let restarting: Promise<void> | undefined;
  let stop = (): void => {};

  async function killAndRestart(gently: boolean): Promise<void> {
    const at = Date.now();
    if (!gently) await app.kill();
    else if ((await app.stop()) !== 0) throw new Error(`SIGTERM did not end it well:\n${app.output()}`);
    written += app.output();
    // Its last calls may still lie in the sockets of the stand-ins, which are slow at times.
    const goneAt = Date.now() + 1000;
    const [known = '', journals = ''] = await Promise.all(
      ['store.json', 'journals.jsonl'].map((name) => readFile(join(env.DATA_DIR ?? '', name), 'utf8')),
    );
    app = await start();
    starts += 1;
    readyAt = Date.now();
    kills.push({
      at,
      gently,
      goneAt,
      known,
      journals,
      readyAt,
      readyAfter: app.readyAfter,
      interrupted: beingApplied(known),
    });
  }

  /** Kills once something has changed in the world so and so many times, and a little later. */
  function planKill(random: Random, { least = 1, most, gentle = 0.2 }: Kills, then: () => void): void {
    let left = random.between(least, most);
    const gently = random.next() < gentle;
    const delay = random.pick([0, 0, random.between(0, 40)]);
    const unsubscribe = world.sandbox.sandbox.feed.subscribe(() => {
      left -= 1;
      if (left > 0) return;
      unsubscribe();
      const timer = setTimeout(() => {
        restarting = killAndRestart(gently).finally(() => {
          restarting = undefined;
          then();
        });
        restarting.catch(() => {});
      }, delay);
      stop = () => clearTimeout(timer);
    });
    stop = unsubscribe;
  }

  const life: Life = {
    async up() {
      while (restarting) await restarting;
    },
    starts: () => starts,
    readyAt: () => readyAt,
    kills,
    spare: () => stop(),
    output: () => written + app.output(),
    async end() {
      stop();
      while (restarting) await restarting;
      stop();
      return app.stop();
    },
  };
  return {
    ...life,
    planKills(random: Random, { count, ...how }: Kills): void {
      if (count > 0) planKill(random, { count, ...how }, () => this.planKills(random, { count: count - 1, ...how }));
    },
  };
}

/** What the killed process left half done, by its own account. */
function beingApplied(known: string): string[] {
  const { requests } = JSON.parse(known) as { requests: ApprovalRequest[] };
  return requests
    .filter(({ status, progress }) => status === 'approved' && !progress)
    .flatMap(({ proposal }) => proposal.subjects ?? []);
}
