import type { Clock } from '../../src/ports/clock.ts';

/** Calls a minute by Slack's tiers; `post` is about one message a second and channel, with a small burst. */
const perMinute = { tier2: 20, tier3: 50, tier4: 100, special: 600, post: 60 } as const;
export type Tier = keyof typeof perMinute;
const burst: Readonly<Record<Tier, number>> = { tier2: 20, tier3: 50, tier4: 100, special: 600, post: 5 };

export interface RateLimits {
  /** Seconds to wait before the next try; undefined when the call may go ahead. */
  take(key: string, tier: Tier): number | undefined;
}

/** One bucket per key, refilled steadily. */
export function createRateLimits(clock: Clock): RateLimits {
  const buckets = new Map<string, { left: number; at: number }>();
  return {
    take(key, tier) {
      const now = clock.now();
      const bucket = buckets.get(key) ?? { left: burst[tier], at: now };
      const rate = perMinute[tier] / 60_000;
      const left = Math.min(burst[tier], bucket.left + (now - bucket.at) * rate);
      if (left < 1) {
        buckets.set(key, { left, at: now });
        return Math.max(1, Math.ceil((1 - left) / rate / 1000));
      }
      buckets.set(key, { left: left - 1, at: now });
      return undefined;
    },
  };
}
export const noRateLimits: RateLimits = { take: () => undefined };
