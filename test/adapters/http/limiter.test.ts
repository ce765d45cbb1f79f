import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLimiter, parseRateHeader, retryAtOf } from '../../../src/adapters/http/limiter.ts';
import { createInMemoryQuotas, waitFor } from '../../../src/adapters/in-memory/in-memory-coordination.ts';
import { type Lane, lanes } from '../../../src/ports/apis.ts';
import type { Quota } from '../../../src/ports/quotas.ts';
import { manualClock } from '../../helpers/manual-clock.ts';

const now = Date.parse('2026-11-20T10:00:00Z');
const headers = (values: Record<string, string>) => new Headers(values);
/** What has been settled so far, in order. */
const settled = async () => new Promise<void>((resolve) => setImmediate(resolve));

describe('the headers about rates', () => {
  it('are read as lists of items', () => {
    expect(parseRateHeader('"default";r=50;t=30, "burst";q=100;w=60')).toEqual([
      { name: 'default', values: { r: 50, t: 30 } },
      { name: 'burst', values: { q: 100, w: 60 } },
    ]);
    expect(parseRateHeader(null)).toEqual([]);
    expect(parseRateHeader('nonsense, "x";r=soon')).toEqual([]);
  });

  it.each([
    ['seconds', { 'retry-after': '7' }, 7_000],
    ['a date', { 'retry-after': 'Fri, 20 Nov 2026 10:00:20 GMT' }, 20_000],
    ['far too much', { 'retry-after': '86400' }, 300_000],
    ['nothing', {}, 60_000],
    ['at once', { 'retry-after': '0' }, 1_000],
    ['a date that is past', { 'retry-after': 'Fri, 20 Nov 2026 09:00:00 GMT' }, 1_000],
    [
      'a date, and the time as the API has it',
      { 'retry-after': 'Fri, 20 Nov 2026 12:00:20 GMT', date: 'Fri, 20 Nov 2026 12:00:00 GMT' },
      20_000,
    ],
    ['a reset alone', { 'ratelimit-reset': '12' }, 12_000],
    ['a reset as a moment', { 'x-ratelimit-reset': String(now / 1000 + 40) }, 40_000],
    ['nonsense and a reset', { 'retry-after': 'soon', 'ratelimit-reset': '5' }, 5_000],
    ['nonsense', { 'retry-after': 'later' }, 60_000],
    ['only when the quota is renewed', { ratelimit: '"default";r=0;t=30' }, 30_000],
  ])('tell when to come back after a 429: %s', (_, values, wait) => {
    expect(retryAtOf(headers(values as Record<string, string>), now)).toBe(now + wait);
  });
});

describe('how long a lane waits', () => {
  const quotas: Quota[] = [{ calls: 8, window: 1_000 }];
  const sent = (count: number) => Array.from({ length: count }, (_, index) => now - 100 + index);

  it('is not at all while the quota lasts, and until the oldest call is past after that', () => {
    expect(waitFor('interactive', quotas, sent(7), [], now)).toBe(0);
    expect(waitFor('interactive', quotas, sent(8), [], now)).toBe(900);
  });

  it('is longer for work that nobody waits for: a share is kept for people', () => {
    expect(waitFor('background', quotas, sent(7), [], now)).toBe(900);
    expect(waitFor('apply', quotas, sent(7), [], now)).toBe(0);
  });

  it('follows what the API says is left, until it is renewed', () => {
    const left = [{ calls: 100, of: 1_200, until: now + 30_000 }];
    expect(waitFor('background', quotas, [], left, now)).toBe(30_000);
    expect(waitFor('interactive', quotas, [], left, now)).toBe(0);
    expect(waitFor('background', quotas, [], left, now + 30_000)).toBe(0);
  });

  it('never lets more than the quota through in any window', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 10, max: 5_000 }),
        fc.array(fc.nat(400), { maxLength: 80 }),
        (calls, window, gaps) => {
          const times: number[] = [];
          let time = now;
          for (const gap of gaps) {
            time += gap;
            time += waitFor('interactive', [{ calls, window }], times, [], time);
            times.push(time);
          }
          for (const start of times)
            expect(times.filter((at) => at >= start && at < start + window).length).toBeLessThanOrEqual(calls);
        },
      ),
    );
  });
});

describe('a limiter', () => {
  const open = (quotas: Quota[] = [{ calls: 2, window: 1_000 }]) => {
    const clock = manualClock(now);
    const limiter = createLimiter({
      api: 'Cloudflare',
      credential: 'acme',
      limits: quotas,
      quotas: createInMemoryQuotas(clock),
      clock,
    });
    const order: string[] = [];
    const ask = (lane: Lane, name: string = lane, person?: string) =>
      limiter.turn(lane, person).then(
        () => order.push(name),
        (error: { code: string; retryAt: number }) => order.push(`${name}: ${error.code} ${error.retryAt - now}`),
      );
    return { clock, limiter, order, ask };
  };

  it('lets plans go before people, and people before everything else, whoever came first', async () => {
    const { clock, order, ask } = open([{ calls: 1, window: 1_000 }]);
    await ask('interactive', 'first');
    for (const lane of [...lanes].reverse()) void ask(lane);
    await settled();
    for (let turn = 0; turn < 3; turn += 1) {
      clock.advance(1_000);
      await settled();
    }
    expect(order).toEqual(['first', 'apply', 'interactive', 'background']);
  });

  it('does not let a newcomer overtake those who wait in the same lane', async () => {
    const { clock, order, ask } = open();
    await Promise.all([ask('apply', '1'), ask('apply', '2')]);
    void ask('apply', '3');
    clock.advance(999);
    void ask('apply', '4');
    clock.advance(1_001);
    await settled();
    expect(order).toEqual(['1', '2', '3', '4']);
  });

  it('leaves the others their part when one person asks for everything, and half of what is left when a second does', async () => {
    const { clock, order, ask } = open([{ calls: 200, window: 60_000 }]);
    const answered = (who: string) => order.filter((name) => name === who).length;
    for (const who of ['viewer', 'operator', 'third'])
      for (let call = 0; call < 300; call += 1) await ask('interactive', who, who);
    expect(['viewer', 'operator', 'third'].map(answered)).toEqual([100, 50, 25]);
    expect(order.filter((name) => name.startsWith('viewer: rate_limited 60000'))).toHaveLength(200);
    for (const lane of ['apply', 'apply', 'interactive'] as const) await ask(lane, `a plan or a person: ${lane}`);
    expect(order.slice(-3).every((name) => name.startsWith('a plan'))).toBe(true);
    clock.advance(60_000);
    await ask('interactive', 'viewer', 'viewer');
    expect(answered('viewer')).toBe(101);
  });

  it('lets others pass one who has to wait for their own share', async () => {
    const { clock, order, ask } = open([{ calls: 4, window: 4_000 }]);
    for (const name of ['1', '2']) await ask('interactive', name, 'ana');
    void ask('interactive', '3', 'ana');
    await settled();
    await ask('interactive', 'bo', 'bo');
    await ask('apply');
    expect(order).toEqual(['1', '2', 'bo', 'apply']);
    clock.advance(4_000);
    await settled();
    expect(order.at(-1)).toBe('3');
  });

  it('rests after a 429, and tells everybody, those who wait too, when it goes on', async () => {
    const { clock, limiter, order, ask } = open();
    await Promise.all([ask('interactive', '1'), ask('interactive', '2')]);
    void ask('interactive', 'waiting');
    limiter.answered(429, headers({ 'retry-after': '20' }));
    await ask('background', 'newcomer');
    await settled();
    expect(order.slice(2).sort()).toEqual(['newcomer: rate_limited 20000', 'waiting: rate_limited 20000']);
    clock.advance(20_000);
    await ask('interactive', 'afterwards');
    expect(order.at(-1)).toBe('afterwards');
  });

  it('rests no longer and no shorter when somebody sets the clock back or forward', async () => {
    for (const step of [-3_600_000, 3_600_000, -1_000]) {
      const { clock, limiter, order, ask } = open();
      limiter.answered(429, headers({ 'retry-after': '20' }));
      clock.set(step);
      clock.advance(18_000);
      await ask('interactive', 'early');
      clock.advance(2_000);
      await Promise.all([ask('interactive', '1'), ask('interactive', '2')]);
      void ask('apply', '3');
      clock.set(step);
      clock.advance(1_000);
      await settled();
      expect(order.slice(1)).toEqual(['1', '2', '3']);
      expect(order[0]).toBe(`early: rate_limited ${step + 20_000}`);
    }
  });

  it('waits for a rest of a second and sends nobody away', async () => {
    const { clock, limiter, order, ask } = open();
    limiter.answered(429, headers({ 'retry-after': '1' }));
    void ask('interactive', 'soon');
    await settled();
    expect(order).toEqual([]);
    clock.advance(1_000);
    await settled();
    expect(order).toEqual(['soon']);
  });

  it('rests at most five minutes', async () => {
    const { limiter, order, ask } = open();
    limiter.answered(429, headers({ 'retry-after': '86400' }));
    await ask('interactive', 'x');
    expect(order).toEqual(['x: rate_limited 300000']);
  });

  it('does not keep a person waiting longer than five seconds', async () => {
    const { order, ask } = open([{ calls: 1, window: 60_000 }]);
    await ask('interactive', '1');
    await ask('interactive', '2');
    expect(order).toEqual(['1', '2: rate_limited 60000']);
  });

  it('lets people ask in bursts where the quota is only guessed, until the API refuses one', async () => {
    const { clock, limiter, order, ask } = open([{ calls: 1, window: 1_000, guessed: true }]);
    for (const name of ['1', '2', '3']) await ask('interactive', name);
    void ask('background');
    await settled();
    expect(order).toEqual(['1', '2', '3']);
    clock.advance(1_000);
    await settled();
    limiter.answered(429, headers({ 'retry-after': '1' }));
    clock.advance(1_000);
    await ask('interactive', '4');
    void ask('interactive', '5');
    await settled();
    expect(order.slice(3)).toEqual(['background', '4']);
  });

  it('keeps background work off what the API says is nearly used up', async () => {
    const { clock, limiter, order, ask } = open([{ calls: 1_200, window: 300_000 }]);
    limiter.answered(200, headers({ ratelimit: '"default";r=140;t=30', 'ratelimit-policy': '"default";q=1200;w=300' }));
    void ask('background');
    await ask('interactive');
    await ask('apply');
    expect(order).toEqual(['interactive', 'apply']);
    clock.advance(30_000);
    await settled();
    expect(order.at(-1)).toBe('background');
  });

  it('shares the quota with the limiter of another process', async () => {
    const clock = manualClock(now);
    const quotas = createInMemoryQuotas(clock);
    const limits = [{ calls: 2, window: 60_000 }];
    const [one, other] = [1, 2].map(() =>
      createLimiter({ api: 'Cloudflare', credential: 'acme', limits, quotas, clock }),
    );
    await one?.turn('interactive');
    await other?.turn('interactive');
    await expect(one?.turn('interactive')).rejects.toMatchObject({ code: 'rate_limited' });
    await expect(other?.turn('interactive')).rejects.toMatchObject({ code: 'rate_limited' });
    clock.advance(60_000);
    await one?.answered(429, headers({ 'retry-after': '20' }));
    await expect(other?.turn('interactive')).rejects.toMatchObject({ retryAt: clock.now() + 20_000 });
  });
});
