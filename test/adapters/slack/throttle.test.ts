import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { createInMemoryThrottles } from '../../../src/adapters/in-memory/in-memory-coordination.ts';
import { createNotifier } from '../../../src/adapters/slack/web-api/slack-messages.ts';
import { boltLogger, createWebClients } from '../../../src/adapters/slack/web-api/web-clients.ts';
import type { Delivery, Urgency } from '../../../src/ports/notifier.ts';
import { serve } from '../../helpers/loopback.ts';
import { manualClock } from '../../helpers/manual-clock.ts';

const logger = boltLogger({ debug: () => {}, info: () => {}, warn: () => {}, error: () => {} });
const view = { text: 'x' };

/** Slack, which takes so many calls of each method and then asks to wait 30 seconds. */
async function slackTaking(calls: () => number) {
  const clock = manualClock();
  const taken: string[] = [];
  const asked: string[] = [];
  const url = await serve((req: IncomingMessage, res: ServerResponse) => {
    let body = '';
    req.setEncoding('utf8').on('data', (part: string) => {
      body += part;
    });
    req.on('end', () => {
      const { channel, ts = '' } = Object.fromEntries(new URLSearchParams(body));
      asked.push(`${channel}${ts}`);
      if (taken.length >= calls()) return res.writeHead(429, { 'retry-after': '30' }).end();
      taken.push(`${channel}${ts}`);
      return res.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true,"channel":"C1","ts":"1"}');
    });
  });
  const clients = createWebClients({
    slackApiUrl: `${url}/api/`,
    logger,
    installations: { botToken: async (teamId: string) => `xoxb-${teamId}` },
  });
  const notifier = createNotifier({ clients, clock, throttles: createInMemoryThrottles(clock), onInvalid: () => {} });
  const update = (ts: string, urgency: Urgency, team = 'T1'): Promise<Delivery> =>
    notifier.update(team, { channel: 'C1', ts }, view, { urgency });
  return { clock, taken, asked, notifier, update };
}

const times = <T>(count: number, work: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => work(index)));
const seconds = (delivery: Delivery, now: number): number =>
  delivery.kind === 'later' ? Math.round((delivery.retryAt - now) / 100) / 10 : 0;

describe('a Slack that takes as much as one asks of it', () => {
  it('is never waited for', async () => {
    const { taken, update } = await slackTaking(() => 1000);
    await times(120, (index) => update(String(index), 'later'));
    expect(taken).toHaveLength(120);
  });
});

describe('a Slack that asks to wait', () => {
  it('is waited for as long as it says, though somebody sets the clock back', async () => {
    let taken = 45;
    const { clock, update } = await slackTaking(() => taken);
    await times(45, (index) => update(String(index), 'now'));
    await update('late', 'now');
    taken = 1_000;
    clock.set(-3_600_000);
    const early = await update('early', 'now');
    expect(seconds(early, clock.now())).toBeLessThan(60);
    clock.advance(60_000);
    expect(await update('again', 'now')).toMatchObject({ kind: 'sent' });
  });

  it('is asked once, however many messages there are, and each is told a time of its own', async () => {
    const { clock, asked, update } = await slackTaking(() => 45);
    await times(45, (index) => update(String(index), 'now'));
    const late = await times(5, (index) => update(`late${index}`, 'now'));
    expect(asked).toHaveLength(46);
    expect(late.map((one) => seconds(one, clock.now()))).toEqual([30, 31.2, 32.4, 33.6, 34.8]);
  });

  it('is asked for what is more urgent first, once it takes messages again', async () => {
    let most = 45;
    const { clock, taken, update } = await slackTaking(() => most);
    await times(46, (index) => update(String(index), 'now'));
    most = 1000;
    clock.advance(29_999);
    expect(await update('too soon', 'now')).toMatchObject({ kind: 'later' });
    clock.advance(1);
    expect(await update('verdict', 'later')).toMatchObject({ kind: 'later' });
    expect(await update('outcome', 'soon')).toMatchObject({ kind: 'later' });
    expect(await update('decided', 'now')).toMatchObject({ kind: 'sent' });
    expect(await update('next', 'now')).toMatchObject({ kind: 'later' });
    expect(taken.at(-1)).toBe('C1decided');
    clock.advance(6_000);
    expect(await update('outcome', 'soon')).toMatchObject({ kind: 'sent' });
    expect(await update('verdict', 'later')).toMatchObject({ kind: 'later' });
  });

  it('is asked as freely as ever after a minute without a message', async () => {
    let most = 45;
    const { clock, taken, update } = await slackTaking(() => most);
    await times(46, (index) => update(String(index), 'now'));
    most = 1000;
    clock.advance(90_000);
    await times(60, (index) => update(`again${index}`, 'later'));
    expect(taken).toHaveLength(45 + 60);
  });

  it('takes messages of another team, and posts in another channel, all the same', async () => {
    let most = 0;
    const { notifier, update } = await slackTaking(() => most);
    await update('1', 'now');
    await notifier.post('T1', 'C1', view);
    most = 1000;
    expect(await update('1', 'now')).toMatchObject({ kind: 'later' });
    expect(await notifier.post('T1', 'C1', view)).toMatchObject({ kind: 'later' });
    expect(await update('1', 'later', 'T2')).toMatchObject({ kind: 'sent' });
    expect(await notifier.post('T1', 'C2', view, { urgency: 'later' })).toMatchObject({ kind: 'sent' });
  });
});
