import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { createInMemoryLocks } from '../../../src/adapters/in-memory/in-memory-coordination.ts';
import { openStores } from '../../../src/adapters/stores/open-stores.ts';
import type { JobServices } from '../../../src/engine/jobs/define-job.ts';
import { createHandlers, resumeJobs } from '../../../src/engine/jobs/handlers.ts';
import { createJobLoop } from '../../../src/engine/jobs/runner.ts';
import { deliverEvents } from '../../../src/features/notifications/jobs/deliver-events.ts';
import type { Delivery } from '../../../src/ports/notifier.ts';
import { acme, anEvent, aSubscription, start } from '../../contracts/samples.ts';
import { manualClock } from '../../helpers/manual-clock.ts';
import { scratchDirectory } from '../../helpers/scratch.ts';

const posts: string[] = [];
beforeEach(() => {
  posts.length = 0;
});
const to = (channel: string) => posts.filter((post) => post.startsWith(channel));

/** One process, with Slack's answers as they are given. */
async function startProcess(dataDir: string, answer: (channel: string) => Delivery | undefined = () => undefined) {
  const clock = manualClock(start);
  const stores = await openStores({ kind: 'embedded', dataDir }, () => {});
  // Of all services the job uses these alone.
  const services = {
    stores,
    clock,
    notifier: {
      async post(_: string, channel: string, { text }: { text: string }) {
        const delivery = answer(channel) ?? { kind: 'sent', ref: { channel, ts: '1' } };
        if (delivery.kind === 'sent') posts.push(`${channel} ${text}`);
        return delivery;
      },
    },
    reference: (error: unknown) => expect.unreachable(String(error)),
  } as unknown as JobServices;
  const loop = createJobLoop({
    jobs: stores.jobs,
    wakeUps: stores.wakeUps,
    locks: createInMemoryLocks(),
    clock,
    handlers: createHandlers(services, [deliverEvents], (_, problem) => expect.unreachable(problem)),
    onError: (error) => expect.unreachable(String(error)),
  });
  let closed: Promise<void> | undefined;
  const stop = () => {
    closed ??= loop.stop().then(() => stores.close());
    return closed;
  };
  onTestFinished(stop);
  loop.start();
  await resumeJobs(services, [deliverEvents]);
  const receive = (id: string, ...channels: string[]) =>
    stores.events.append(
      anEvent({ id }),
      channels,
      channels.map((channel) => deliverEvents.at(clock.now(), acme, { channel })),
    );
  return { clock, stores, stop, receive };
}

it('a channel gets one message a second, however soon the next event comes', async () => {
  const { receive, clock } = await startProcess(scratchDirectory());
  await receive('evt_1', 'C1');
  await expect.poll(() => posts).toHaveLength(1);
  await receive('evt_2', 'C1');
  await receive('evt_3', 'C2');
  await expect.poll(() => to('C2')).toHaveLength(1);
  expect(to('C1')).toHaveLength(1);
  clock.advance(1000);
  await expect.poll(() => to('C1')).toHaveLength(2);
});

it('a channel that Slack takes nothing for gets its events later, and the others get theirs at once', async () => {
  let isBusy = true;
  const { receive, clock, stores } = await startProcess(scratchDirectory(), (channel) =>
    isBusy && channel === 'C1' ? { kind: 'later', retryAt: start + 30_000, reason: 'busy' } : undefined,
  );
  await receive('evt_1', 'C1', 'C2');
  await expect.poll(() => to('C2')).toHaveLength(1);
  expect(to('C1')).toEqual([]);
  isBusy = false;
  clock.advance(30_000);
  await expect.poll(() => to('C1')).toHaveLength(1);
  await expect.poll(() => stores.events.unsettled(9)).toEqual([]);
});

it('the next process posts what is missing, and only where it is missing', async () => {
  const dataDir = scratchDirectory();
  const first = await startProcess(dataDir, (channel) =>
    channel === 'C1' ? { kind: 'later', retryAt: start + 30_000, reason: 'busy' } : undefined,
  );
  await first.receive('evt_1', 'C1', 'C2');
  await expect.poll(() => first.stores.events.owing()).toEqual([{ teamId: acme, channel: 'C1' }]);
  await first.stop();
  const second = await startProcess(dataDir);
  await expect.poll(() => to('C1')).toHaveLength(1);
  expect(to('C2')).toHaveLength(1);
  await expect.poll(() => second.stores.events.unsettled(9)).toEqual([]);
});

it('an event that an earlier release has stored goes to the channels that want it now', async () => {
  const dataDir = scratchDirectory();
  const first = await startProcess(dataDir);
  await first.stores.subscriptions.put(aSubscription({ channel: 'C1', types: ['domain.*'] }));
  await first.stores.subscriptions.put(aSubscription({ id: 'S2', channel: 'C2', types: ['mailbox.*'] }));
  await first.stores.events.append(anEvent());
  await first.stop();
  const { stores } = await startProcess(dataDir);
  await expect.poll(() => posts).toHaveLength(1);
  expect(to('C1')).toHaveLength(1);
  await expect.poll(() => stores.events.unsettled(9)).toEqual([]);
});

it('a channel that is gone is marked, and its owner is told once', async () => {
  const { receive, stores, clock } = await startProcess(scratchDirectory(), (channel) =>
    channel === 'C1' ? { kind: 'gone', reason: 'It is archived.' } : undefined,
  );
  await stores.subscriptions.put(aSubscription({ channel: 'C1', createdBy: 'U0ADA' }));
  await receive('evt_1', 'C1');
  await receive('evt_2', 'C1');
  await expect.poll(() => to('U0ADA')).toHaveLength(1);
  await expect.poll(async () => (await stores.events.unsettled(9)).length).toBe(1);
  clock.advance(1000);
  await expect.poll(() => stores.events.unsettled(9)).toEqual([]);
  expect(to('U0ADA')).toHaveLength(1);
  expect(await stores.subscriptions.list(acme)).toMatchObject([{ state: 'gone', problem: 'It is archived.' }]);
});
