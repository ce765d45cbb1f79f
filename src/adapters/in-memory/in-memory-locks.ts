import { createKeyedMutex, runWithKeys } from '../../lib/keyed-mutex.ts';
import type { Locks } from '../../ports/locks.ts';

/** For a store that only one process can have open. */
export function createInMemoryLocks(): Locks {
  const runExclusive = createKeyedMutex();
  return { withLocks: (keys, work) => runWithKeys(runExclusive, keys, work) };
}
