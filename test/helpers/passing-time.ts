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
