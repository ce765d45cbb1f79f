import { lastSeen } from './last-seen.ts';
import type { Product } from './product.ts';
import { until } from './until.ts';

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Moves the sandbox's clock on, step by step, until the condition gives something. */
export const asTimePasses = <T>(
  product: Product,
  step: number,
  condition: () => T | undefined | false,
  what: string,
): Promise<T> =>
  until(condition, what, {
    next: () => {
      product.sandbox.clock.advance(step);
      return turn();
    },
    seen: () => lastSeen(product.sandbox),
  });

/**
 * Whenever the app has nothing to do but wait for Slack, moves the sandbox's clock to the moment for which it waits.
 * Tells for how long it moved it until the condition held: what this machine takes besides does not count.
 */
export async function asSlackAllows(product: Product, condition: () => boolean, what: string): Promise<number> {
  const { clock, feed } = product.sandbox;
  const began = clock.offset();
  let changed = true;
  const unsubscribe = feed.subscribe(() => {
    changed = true;
  });
  const look = () => {
    if (!changed) return false;
    changed = false;
    return condition();
  };
  const next = async () => {
    const jobs = await product.app.stores.jobs.list('T0ACME');
    const runAt = Math.min(...jobs.map((job) => job.runAt));
    if (runAt > clock.now() && jobs.some(({ kind }) => kind === 'card')) clock.advance(runAt - clock.now());
    await turn();
  };
  try {
    await until(look, what, { next, seen: () => lastSeen(product.sandbox) });
  } finally {
    unsubscribe();
  }
  return clock.offset() - began;
}
