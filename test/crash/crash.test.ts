import { describe, expect, it } from 'vitest';
import { playRound } from './round.ts';

const first = Date.now() % 1_000_000;

describe.concurrent('the app is killed at any moment while people work with it', () => {
  it.each([0, 1, 2])(
    'and nothing acknowledged is lost, nothing is done twice (%i)',
    async (index) => {
      const { violations, seed, output } = await playRound(first + index);
      expect({ violations, ...(violations.length > 0 && { seed, output }) }).toEqual({ violations: [] });
    },
    90_000,
  );

  it.each([3, 4, 5])(
    'nor while the APIs lose answers, fail and are slow (%i)',
    async (index) => {
      const { violations, seed, faults, output } = await playRound(first + index, { withFaults: true });
      expect({ violations, ...(violations.length > 0 && { seed, faults, output }) }).toEqual({ violations: [] });
    },
    90_000,
  );
});
