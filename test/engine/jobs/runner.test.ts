import { expect, it, onTestFinished } from 'vitest';
import { createInMemoryLocks } from '../../../src/adapters/in-memory/in-memory-coordination.ts';
import { openStores } from '../../../src/adapters/stores/open-stores.ts';
import { createJobLoop, type JobHandler } from '../../../src/engine/jobs/runner.ts';
import type { Job } from '../../../src/ports/stores.ts';
import { acme, aJob, start } from '../../contracts/samples.ts';
import { manualClock } from '../../helpers/manual-clock.ts';
import { scratchDirectory } from '../../helpers/scratch.ts';

/** A loop with two workers of each sort. Applies run in turn by zone and end when they are told to; cards end at once. */
async function open() {
  const stores = await openStores({ kind: 'embedded', dataDir: scratchDirectory() }, () => {});
  const begun: Job[] = [];
  const ends = new Map<string, () => void>();
  const shown: string[] = [];
  const run: JobHandler = async (job) => {
    begun.push(job);
    await new Promise<void>((resolve) => ends.set(job.key, resolve));
    return undefined;
  };
  const clock = manualClock(start);
  const loop = createJobLoop({
    jobs: stores.jobs,
    wakeUps: stores.wakeUps,
    locks: createInMemoryLocks(),
    clock,
    concurrency: 2,
    onError: (error) => expect.unreachable(String(error)),
    handlers: {
      'apply-request': { keys: async ({ data }) => [String(data)], run },
      card: async ({ key }) => {
        shown.push(key);
        return undefined;
      },
    },
  });
  onTestFinished(async () => {
    const stopping = loop.stop();
    for (const end of ends.values()) end();
    await stopping;
    await stores.close();
  });
  return {
    stores,
    loop,
    clock,
    shown,
    begun,
    names: () => begun.map(({ key }) => key),
    end: (name: string) => ends.get(name)?.(),
    apply: (zone: string, ...names: string[]) =>
      stores.jobs.add(names.map((key) => aJob({ kind: 'apply-request', key, data: zone }))),
    card: (key: string) => stores.jobs.add([aJob({ kind: 'card', key })]),
  };
}

const many = Array.from({ length: 9 }, (_, n) => `r${n}`);

it('cards, and applies of another zone, go on while many applies of one zone wait for their turn', async () => {
  const { loop, apply, card, names, shown } = await open();
  loop.start();
  await apply('busy.example', ...many);
  await expect.poll(names).toEqual(['r0']);
  await card('c1');
  await apply('free.example', 'other');
  await expect.poll(() => shown).toEqual(['c1']);
  await expect.poll(names).toEqual(['r0', 'other']);
});

it('applies of one zone are carried out one after the other as they were asked for, each at its first attempt', async () => {
  const { loop, apply, names, begun, end, stores } = await open();
  loop.start();
  await apply('busy.example', ...many);
  for (const [index, name] of many.entries()) {
    await expect.poll(names).toEqual(many.slice(0, index + 1));
    end(name);
  }
  await expect.poll(() => stores.jobs.count()).toBe(0);
  expect(begun.map(({ attempts }) => attempts)).toEqual(many.map(() => 1));
});

it('cards go on while all workers of applies are held up, and the zone that comes next is the one that waited longest', async () => {
  const { loop, apply, card, names, shown, end } = await open();
  loop.start();
  await apply('a.example', 'a1', 'a2', 'a3');
  await apply('b.example', 'b1', 'b2');
  await expect.poll(names).toEqual(['a1', 'b1']);
  await apply('c.example', 'c1');
  await card('c1');
  await expect.poll(() => shown).toEqual(['c1']);
  end('a1');
  await expect.poll(names).toEqual(['a1', 'b1', 'c1']);
  end('c1');
  await expect.poll(names).toEqual(['a1', 'b1', 'c1', 'a2']);
});

it('a process that stops waits for the apply under way and begins none of those that waited for their turn', async () => {
  const { loop, apply, names, end, stores } = await open();
  loop.start();
  await apply('busy.example', ...many);
  await expect.poll(names).toEqual(['r0']);
  const stopping = loop.stop();
  end('r0');
  await stopping;
  expect(names()).toEqual(['r0']);
  expect((await stores.jobs.list('T0ACME')).map(({ key }) => key)).toEqual(many.slice(1));
});

it.each([-3_600_000, 3_600_000])(
  'a wait of a minute ends after a minute, and a deadline at its time of day, when the clock is set by %d ms',
  async (step) => {
    const { loop, clock, stores, shown } = await open();
    const deadline = { kind: 'card', runAt: start + 7_200_000, deadline: true } as const;
    await stores.jobs.add([
      aJob({ kind: 'card', key: 'waits', runAt: start + 60_000 }),
      aJob({ ...deadline, key: 'six' }),
    ]);
    loop.start();
    await expect.poll(() => stores.jobs.nextRunAt()).toBe(start + 60_000);
    clock.set(step);
    await stores.jobs.add([aJob({ kind: 'card', key: 'wakes', runAt: clock.now() })]);
    await expect.poll(() => shown).toEqual(['wakes']);
    clock.advance(60_000);
    await expect.poll(() => shown).toEqual(['wakes', 'waits']);
    await expect.poll(async () => (await stores.jobs.list(acme)).map(({ runAt }) => runAt)).toEqual([deadline.runAt]);
  },
);
