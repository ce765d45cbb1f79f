import { expect, it } from 'vitest';
import { openStage } from './plan-apply-plan.ts';

it('sixty zones of mixed records are as planned after the apply, and nothing is left to plan', async () => {
  const stage = await openStage();
  try {
    let written = 0;
    for (let number = 0; number < 60; number += 1) {
      const run = await stage.run(number);
      expect(run.problems, run.zone).toEqual([]);
      written += run.written;
    }
    expect(written).toBeGreaterThan(2_000);
  } finally {
    stage.stop();
  }
}, 90_000);
