import { describe, expect, it } from 'vitest';
import { apiAnswers, slackPayloads, webhookBodies } from '../bench/fuzz/product-targets.ts';
import { pureTargets } from '../bench/fuzz/pure-targets.ts';
import { fuzz } from '../bench/fuzz/target.ts';
import { seed } from './helpers/seed.ts';

describe('what others write, good, nearly good and nonsense', () => {
  it.each(pureTargets)('is read or refused in words, and nothing of it is lost: $name', async (target) =>
    expect(await fuzz(target, { runs: 400, seed, timed: false })).toMatchObject({ inputs: 400 }),
  );

  it('ends nothing, and nothing that cannot be seen is drawn: Slack payloads', async () => {
    const { taken } = await fuzz(slackPayloads(), { runs: 120, seed, timed: false });
    expect(taken).toBeGreaterThan(10);
  });

  it('ends nothing, and nothing that cannot be seen is drawn: webhook bodies', async () => {
    const { taken } = await fuzz(webhookBodies(), { runs: 120, seed, timed: false });
    expect(taken).toBeGreaterThan(10);
  });

  it('is answered, whatever it is, in the words of the app: answers of LiteMail and Cloudflare', async () => {
    const { taken } = await fuzz(apiAnswers(), { runs: 120, seed, timed: false });
    expect(taken).toBe(120);
  });
});
