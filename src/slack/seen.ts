/** Clicks arrive twice: from double presses, and from Slack. Remembers keys for ten minutes, at most 5,000 of them. */
export function createSeen(now: () => number, keepMs = 600_000, most = 5000) {
  const seen = new Map<string, number>();
  /** True the first time a key is given. */
  return function isNew(key: string): boolean {
    const at = now();
    for (const [old, time] of seen) {
      if (at - time < keepMs && seen.size <= most) break;
      seen.delete(old);
    }
    if (seen.has(key)) return false;
    seen.set(key, at);
    return true;
  };
}
