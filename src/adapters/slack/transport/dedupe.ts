/** Detects requests that Slack delivers twice. Remembers up to 5,000 keys for ten minutes. */
export function createDeduplicator(now: () => number, ttlMs = 600_000, maxKeys = 5000) {
  const seen = new Map<string, number>();
  /** True the first time a key is seen. */
  return function isFirst(key: string): boolean {
    const at = now();
    for (const [old, time] of seen) {
      if (at - time < ttlMs && seen.size <= maxKeys) break;
      seen.delete(old);
    }
    if (seen.has(key)) return false;
    seen.set(key, at);
    return true;
  };
}
