import type { Clock } from '../../ports/clock.ts';
import type { Dedupe } from '../../ports/dedupe.ts';

/** For one process. Remembers so many keys at most. */
export function createInMemoryDedupe(clock: Pick<Clock, 'now'>, maxKeys = 15_000): Dedupe {
  const forgottenAt = new Map<string, number>();
  return {
    async isFirst(key, ttlMs) {
      const now = clock.now();
      for (const [old, at] of forgottenAt) {
        if (at > now && forgottenAt.size <= maxKeys) break;
        forgottenAt.delete(old);
      }
      if ((forgottenAt.get(key) ?? 0) > now) return false;
      forgottenAt.delete(key);
      forgottenAt.set(key, now + ttlMs);
      return true;
    },
  };
}
