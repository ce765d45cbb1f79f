import { describe, expect, it } from 'vitest';
import { seed } from '../helpers/seed.ts';
import { playApplies } from './apply-round.ts';
import { playRound, type Round } from './round.ts';

const all = process.env.ROUNDS === 'all';
/** How many stories and plans; seldom enough for every day, or as many as a release is worth. */
const stories = all ? 6 : 1;
const plans = all ? 12 : 2;
const atOnce = 3;
const patience = all ? 600_000 : 180_000;

/** Rounds, a few side by side; what they find, with what it takes to see it again: npm run soak -- crash --seed … */
async function found(first: number, options?: { withFaults: boolean }): Promise<string[]> {
  const rounds: Round[] = [];
  for (let done = 0; done < stories; done += atOnce) {
    const next = Array.from({ length: Math.min(atOnce, stories - done) }, (_, index) => first + done + index);
    rounds.push(...(await Promise.all(next.map((of) => playRound(of, options)))));
  }
  return rounds
    .filter(({ violations }) => violations.length > 0)
    .map(({ seed: of, violations, faults, output }) => {
      return [`seed ${of}`, ...violations, ...faults, output.slice(-4000)].join('\n');
    });
}

describe.concurrent('the app is killed at any moment while people work with it', () => {
  it('and nothing acknowledged is lost, nothing is done twice', { timeout: patience }, async () => {
    expect((await found(seed)).join('\n\n')).toBe('');
  });

  it('nor while the APIs lose answers, fail and are slow', { timeout: patience }, async () => {
    expect((await found(seed + stories, { withFaults: true })).join('\n\n')).toBe('');
  });

  it('nor while plans of every kind are carried out, and their answers get lost', { timeout: patience }, async () => {
    const { violations, moments, output } = await playApplies(seed, plans);
    expect({ violations, ...(violations.length > 0 && { seed, moments, output }) }).toEqual({ violations: [] });
    expect(moments.length).toBeGreaterThan(0);
  });
});
