/** Serializes tasks with the same key; tasks with different keys run concurrently. */
export function createKeyedMutex() {
  const tails = new Map<string, Promise<unknown>>();
  return async function runExclusive<T>(key: string, task: () => Promise<T>): Promise<T> {
    const previous = tails.get(key) ?? Promise.resolve();
    const current = previous.then(task, task);
    const settled = current.catch(() => {});
    tails.set(key, settled);
    try {
      return await current;
    } finally {
      if (tails.get(key) === settled) tails.delete(key);
    }
  };
}
export type KeyedMutex = ReturnType<typeof createKeyedMutex>;

/** Runs a task while holding all keys. They are locked in a fixed order, so that there is no deadlock. */
export const runWithKeys = <T>(runExclusive: KeyedMutex, keys: readonly string[], task: () => Promise<T>): Promise<T> =>
  [...new Set(keys)].sort().reduceRight((next, key) => () => runExclusive(key, next), task)();
