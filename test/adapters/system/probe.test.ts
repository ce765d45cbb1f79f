import { describe, expect, it } from 'vitest';
import { createProbe } from '../../../src/adapters/system/probe.ts';
import { manualClock } from '../../helpers/manual-clock.ts';

describe('a look at the disk', () => {
  it('is taken once a second, however many ask', async () => {
    const clock = manualClock();
    let looks = 0;
    const isGood = createProbe(clock, async () => {
      looks += 1;
    });
    expect(await Promise.all(Array.from({ length: 100 }, isGood))).not.toContain(false);
    await isGood();
    expect(looks).toBe(1);
    clock.set(-3_600_000);
    clock.advance(1_000);
    await isGood();
    expect(looks).toBe(2);
  });

  it('that never comes back is no for everybody, and is not taken again meanwhile', async () => {
    const clock = manualClock();
    let looks = 0;
    const isGood = createProbe(clock, () => {
      looks += 1;
      return new Promise(() => {});
    });
    const asked = [isGood(), isGood()];
    clock.advance(2_000);
    asked.push(isGood());
    clock.advance(2_000);
    expect(await Promise.all(asked)).toEqual([false, false, false]);
    expect(looks).toBe(1);
  });
});
