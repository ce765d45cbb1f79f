import { withTimeout } from '../../lib/with-timeout.ts';
import type { Clock } from '../../ports/clock.ts';

const FRESH_MS = 1_000;
const TIMEOUT_MS = 2_000;

/** Whether `probe` resolves. It runs once a second at most, however many ask, and never twice at the same time. */
export function createProbe(clock: Clock, probe: () => Promise<unknown>): () => Promise<boolean> {
  let running: Promise<boolean> | undefined;
  let last: { readonly at: number; readonly good: boolean } | undefined;

  async function run(): Promise<boolean> {
    const good = await probe().then(
      () => true,
      () => false,
    );
    last = { at: clock.elapsed(), good };
    running = undefined;
    return good;
  }

  return async () => {
    if (!running && last && clock.elapsed() - last.at < FRESH_MS) return last.good;
    running ??= run();
    return (await withTimeout(clock, TIMEOUT_MS, running)) ?? false;
  };
}
