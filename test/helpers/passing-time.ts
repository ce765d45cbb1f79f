import type { Product } from './product.ts';

const patience = 10_000;

/** Moves the sandbox's clock on, step by step, until the condition gives something. Never sleeps. */
export async function asTimePasses<T>(
  product: Product,
  step: number,
  condition: () => T | undefined | false,
  what: string,
): Promise<T> {
  const deadline = performance.now() + patience;
  for (;;) {
    const result = condition();
    if (result !== undefined && result !== false) return result;
    if (performance.now() > deadline) throw new Error(`Time passed, and there never was ${what}.`);
    product.sandbox.clock.advance(step);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/**
 * Whenever the app has nothing to do but wait for Slack, moves the sandbox's clock to the moment for which it waits.
 * Tells how long it took by that clock until the condition held.
 */
export async function asSlackAllows(product: Product, condition: () => boolean, what: string): Promise<number> {
  const { clock, feed } = product.sandbox;
  const began = clock.now();
  const deadline = performance.now() + 2 * patience;
  let changed = true;
  const unsubscribe = feed.subscribe(() => {
    changed = true;
  });
  try {
    while (!changed || !condition()) {
      changed = false;
      if (performance.now() > deadline) throw new Error(`In ${clock.now() - began} ms there never was ${what}.`);
      const jobs = await product.app.stores.jobs.list('T0ACME');
      const next = Math.min(...jobs.map(({ runAt }) => runAt));
      if (next > clock.now() && jobs.some(({ kind }) => kind === 'card')) clock.advance(next - clock.now());
      await new Promise((resolve) => setImmediate(resolve));
    }
  } finally {
    unsubscribe();
  }
  return clock.now() - began;
}
