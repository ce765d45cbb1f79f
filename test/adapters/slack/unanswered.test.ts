import { expect, it } from 'vitest';
import { createInMemoryThrottles } from '../../../src/adapters/in-memory/in-memory-coordination.ts';
import { createNotifier } from '../../../src/adapters/slack/web-api/slack-messages.ts';
import { boltLogger, createWebClients } from '../../../src/adapters/slack/web-api/web-clients.ts';
import { serve } from '../../helpers/loopback.ts';
import { manualClock } from '../../helpers/manual-clock.ts';

const silent = boltLogger({ debug: () => {}, info: () => {}, warn: () => {}, error: () => {} });

async function notifier(answer: Parameters<typeof serve>[0]) {
  const clock = manualClock();
  const clients = createWebClients({
    slackApiUrl: `${await serve(answer)}/`,
    logger: silent,
    installations: { botToken: async () => 'xoxb-1' },
  });
  const made = createNotifier({ clients, clock, throttles: createInMemoryThrottles(clock), onInvalid: () => {} });
  return { clock, post: (channel = 'C1') => made.post('T1', channel, { text: 'hello' }) };
}

it('a post without an answer, which may have been made, is repeated after pauses that grow, in each channel apart', async () => {
  const { clock, post } = await notifier((request) => request.socket.destroy());
  const pause = async (channel?: string) => {
    const delivery = await post(channel);
    const seconds = delivery.kind === 'later' ? (delivery.retryAt - clock.now()) / 1000 : 0;
    clock.advance(seconds * 1000);
    return seconds;
  };
  expect([await pause(), await pause(), await pause(), await pause('C2')]).toEqual([5, 10, 20, 5]);
  for (let times = 0; times < 10; times += 1) await pause();
  expect(await pause()).toBe(600);
});

it('an answer that never ends is cut off, and is none', async () => {
  const { post } = await notifier((_, response) => {
    const more = () => {
      while (response.write('x'.repeat(1 << 20)));
    };
    response.on('drain', more);
    more();
  });
  expect(await post()).toMatchObject({ kind: 'later', reason: 'Slack could not be reached.' });
});
