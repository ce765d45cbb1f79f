/** Runs work of the same key one after the other, and work of different keys side by side. */
export function createTurns() {
  const tails = new Map<string, Promise<unknown>>();
  return async function inTurn<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = tails.get(key) ?? Promise.resolve();
    const mine = before.then(work, work);
    const settled = mine.catch(() => {});
    tails.set(key, settled);
    try {
      return await mine;
    } finally {
      if (tails.get(key) === settled) tails.delete(key);
    }
  };
}
export type InTurn = ReturnType<typeof createTurns>;

/** In turn with whoever holds one of the keys; they are taken in one order, so that nobody waits in a circle. */
export const inTurnOfAll = <T>(inTurn: InTurn, keys: readonly string[], work: () => Promise<T>): Promise<T> =>
  [...new Set(keys)].sort().reduceRight((next, key) => () => inTurn(key, next), work)();
