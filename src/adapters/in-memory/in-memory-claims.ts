import type { Claims } from '../../ports/claims.ts';

/** For a store that only one process can have open. */
export function createInMemoryClaims(): Claims {
  const claimed = new Set<string>();
  return {
    async claim(key) {
      claimed.add(key);
    },
    async release(key) {
      claimed.delete(key);
    },
    isClaimed: async (key) => claimed.has(key),
  };
}
