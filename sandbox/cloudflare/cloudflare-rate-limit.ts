import type { Clock } from '../../src/ports/clock.ts';

export interface RateLimitOptions {
  readonly calls: number;
  /** Milliseconds; also how long every call is refused once it was too many. */
  readonly window: number;
}

export const usualLimit: RateLimitOptions = { calls: 1200, window: 300_000 };

interface Counted {
  readonly headers: Record<string, string>;
  /** Seconds; there when the call is refused. */
  readonly retryAfter?: number;
}

/** Counts the calls of everybody by key. */
export function createRateLimit(clock: Clock) {
  const windows = new Map<string, { start: number; count: number; blockedUntil: number }>();
  return (key: string, { calls, window }: RateLimitOptions): Counted => {
    const now = clock.now();
    const last = windows.get(key);
    const over = !last || (now >= last.start + window && now >= last.blockedUntil);
    const entry = over ? { start: now, count: 0, blockedUntil: 0 } : last;
    windows.set(key, entry);
    const blocked = now < entry.blockedUntil;
    if (!blocked) entry.count += 1;
    if (!blocked && entry.count > calls) entry.blockedUntil = now + window;
    const until = entry.blockedUntil > now ? entry.blockedUntil : entry.start + window;
    const seconds = Math.max(Math.ceil((until - now) / 1000), 1);
    const headers: Record<string, string> = {
      ratelimit: `"default";r=${Math.max(calls - entry.count, 0)};t=${seconds}`,
      'ratelimit-policy': `"default";q=${calls};w=${Math.round(window / 1000)}`,
    };
    if (entry.blockedUntil <= now) return { headers };
    return { headers: { ...headers, 'retry-after': String(seconds) }, retryAfter: seconds };
  };
}
