import { describe, expect, it } from 'vitest';
import { playApplies } from './apply-round.ts';
import { playRound } from './round.ts';

const first = Date.now() % 1_000_000;

/** Three rounds side by side; what they find, with what it takes to see it again: npm run soak -- crash --seed … */
async function found(seed: number, options?: { withFaults: boolean }) {
  const rounds = await Promise.all([0, 1, 2].map((index) => playRound(seed + index, options)));
  return rounds
    .filter(({ violations }) => violations.length > 0)
    .map(({ seed: of, violations, faults, output }) => ({ seed: of, violations, faults, output }));
}

describe.concurrent('the app is killed at any moment while people work with it', () => {
  it('and nothing acknowledged is lost, nothing is done twice', async () => {
    expect(await found(first)).toEqual([]);
  }, 120_000);

  it('nor while the APIs lose answers, fail and are slow', async () => {
    expect(await found(first + 3, { withFaults: true })).toEqual([]);
  }, 120_000);

  it('nor while plans of every kind are carried out, and their answers get lost', async () => {
    const { seed, violations, moments, output } = await playApplies(first, 5);
    expect({ violations, ...(violations.length > 0 && { seed, moments, output }) }).toEqual({ violations: [] });
    expect(moments.length).toBeGreaterThan(0);
  }, 120_000);
});
