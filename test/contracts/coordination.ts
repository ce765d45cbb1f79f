import { describe, expect, it } from 'vitest';
import type { Claims } from '../../src/ports/claims.ts';
import type { Clock } from '../../src/ports/clock.ts';
import type { Dedupe } from '../../src/ports/dedupe.ts';
import type { Locks } from '../../src/ports/locks.ts';
import type { Quota, Quotas } from '../../src/ports/quotas.ts';
import { ThrottledError, type Throttles, type Tier } from '../../src/ports/throttles.ts';
import { manualClock } from '../helpers/manual-clock.ts';

/** What processes share beside the stores. */
interface Coordination {
  readonly claims: Claims;
  readonly dedupe: Dedupe;
  readonly locks: Locks;
  readonly quotas: Quotas;
  readonly throttles: Throttles;
}

export function describeCoordination(adapter: string, open: (clock: Clock) => Coordination): void {
  const start = () => {
    const clock = manualClock();
    return { clock, ...open(clock) };
  };

  describe(`what processes share, on ${adapter}`, () => {
    it('a claim holds until it is released', async () => {
      const { claims } = start();
      await claims.claim('C1/1');
      expect([await claims.isClaimed('C1/1'), await claims.isClaimed('C1/2')]).toEqual([true, false]);
      await claims.release('C1/1');
      expect(await claims.isClaimed('C1/1')).toBe(false);
    });

    it('of many who bring the same key at once one is the first, until the key is forgotten', async () => {
      const { clock, dedupe } = start();
      const firsts = await Promise.all([1, 2, 3].map(() => dedupe.isFirst('press', 1_000)));
      expect(firsts.filter(Boolean)).toHaveLength(1);
      clock.advance(999);
      expect(await dedupe.isFirst('press', 1_000)).toBe(false);
      clock.advance(1);
      expect(await dedupe.isFirst('press', 1_000)).toBe(true);
    });

    it('work with a key in common is done one after the other, whatever other keys it has', async () => {
      const { locks } = start();
      const order: string[] = [];
      const work = (name: string) => async () => {
        order.push(`${name} starts`);
        await Promise.resolve();
        order.push(`${name} ends`);
      };
      const names = ['one', 'two', 'three'];
      await Promise.all(names.map((name) => locks.withLocks(['a'], work(name))));
      const inTurn = names.flatMap((name) => [`${name} starts`, `${name} ends`]);
      expect(order.splice(0)).toEqual(inTurn);
      await Promise.all([locks.withLocks(['a', 'b'], work('one')), locks.withLocks(['b', 'a'], work('two'))]);
      expect([inTurn.slice(0, 4), [...inTurn.slice(2, 4), ...inTurn.slice(0, 2)]]).toContainEqual(order);
    });

    describe('the quota of a credential', () => {
      const quotas: Quota[] = [{ calls: 8, window: 1_000 }];
      const reserveMany = (shared: Quotas, count: number) =>
        Promise.all(Array.from({ length: count }, () => shared.reserve('acme', 'interactive', quotas)));

      it('lets through what it allows, however many ask at once, and as many again when they are past', async () => {
        const { clock, quotas: shared } = start();
        const free = async () => (await reserveMany(shared, 20)).filter(({ waitMs }) => waitMs === 0).length;
        expect(await free()).toBe(8);
        expect(await shared.reserve('nova', 'interactive', quotas)).toEqual({ waitMs: 0 });
        clock.advance(999);
        expect(await free()).toBe(0);
        clock.advance(1);
        expect(await free()).toBe(8);
      });

      it('keeps a share for people, and nothing is used up by who only asks how long', async () => {
        const { quotas: shared } = start();
        await reserveMany(shared, 7);
        expect(await shared.reserve('acme', 'background', quotas)).toEqual({ waitMs: 1_000 });
        expect(await shared.reserve('acme', 'interactive', quotas, 0)).toEqual({ waitMs: 0 });
        expect(await shared.reserve('acme', 'interactive', quotas)).toEqual({ waitMs: 0 });
      });

      it('rests as long as the API says, and goes by what it says is left', async () => {
        const { clock, quotas: shared } = start();
        await shared.report('acme', { left: [], restMs: 20_000 });
        expect(await shared.reserve('acme', 'apply', quotas)).toEqual({ waitMs: 20_000, resting: true });
        clock.advance(20_000);
        await shared.report('acme', { left: [{ name: 'default', calls: 1, of: 100, ms: 30_000 }] });
        expect(await shared.reserve('acme', 'background', quotas)).toEqual({ waitMs: 30_000 });
        expect(await shared.reserve('acme', 'interactive', quotas)).toEqual({ waitMs: 0 });
        expect(await shared.reserve('acme', 'interactive', quotas)).toEqual({ waitMs: 30_000 });
      });
    });

    it('what the API has refused is called again when it says so, and each caller is told a time of its own', async () => {
      const { clock, throttles } = start();
      const refusal = new Error('too many');
      const tier: Tier = {
        burst: 4,
        perMinute: 60,
        reserve: 1,
        retryAfter: (error) => (error === refusal ? 30_000 : undefined),
      };
      const refusing = () => throttles.run('T1', tier, 'now', () => Promise.reject(refusal));
      const calling = () => throttles.run('T1', tier, 'now', async () => 'called');
      expect(await calling()).toBe('called');
      const at = (seconds: number) => new ThrottledError(clock.now() + seconds * 1_000);
      await expect(refusing()).rejects.toEqual(at(30));
      await expect(calling()).rejects.toEqual(at(31));
      expect(await throttles.run('T2', tier, 'now', async () => 'called')).toBe('called');
      clock.advance(30_000);
      expect(await calling()).toBe('called');
    });
  });
}
