import { createKeyedMutex } from '../../../lib/keyed-mutex.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { Urgency } from '../../../ports/notifier.ts';
import { retryAfter } from './slack-errors.ts';

export interface Tier {
  /** Calls allowed in one burst. */
  readonly burst: number;
  readonly perMinute: number;
  /** Calls that each urgency reserves for more urgent ones. */
  readonly reserve: number;
}

const urgencyRank: Readonly<Record<Urgency, number>> = { now: 0, soon: 1, later: 2 };
/** Part of a call lost to rounding that a caller who returns on time is given. */
const ROUNDING_TOLERANCE = 1e-6;

/** The call was not made; `retryAt` is when to try again, epoch milliseconds. */
export class ThrottledError extends Error {
  readonly retryAt: number;
  constructor(retryAt: number) {
    super('Slack is rate-limiting these calls.');
    this.retryAt = retryAt;
  }
}

/** Makes the call or throws `ThrottledError`; it never waits for long. */
export type Throttle = <T>(urgency: Urgency, call: () => Promise<T>) => Promise<T>;

/**
 * Throttles one method of one team. Calls within Slack's tier go out freely, further ones one at a time because Slack may
 * accept more. After a 429 all calls wait as long as Slack says, then go at the tier's rate, the most urgent first, until
 * the whole burst is available again.
 */
export function createThrottle({ burst, perMinute, reserve }: Tier, clock: Clock): Throttle {
  const msPerCall = 60_000 / perMinute;
  const runExclusive = createKeyedMutex();
  /** For each urgency, the last retry time given out. */
  const nextSlot = [-Infinity, -Infinity, -Infinity];
  let limited = false;
  /** Calls left at `at`; negative while Slack asks to wait. */
  let remaining = burst;
  let at = clock.elapsed();

  const requiredCalls = (urgency: Urgency): number => 1 + urgencyRank[urgency] * reserve;

  function refill(): void {
    const now = clock.elapsed();
    remaining = Math.min(burst, remaining + (now - at) / msPerCall);
    at = now;
    if (remaining === burst) limited = false;
  }

  /** Each caller gets a different time. */
  function throttledUntilNextSlot(urgency: Urgency): ThrottledError {
    const last = nextSlot[urgencyRank[urgency]] ?? -Infinity;
    const next = Math.ceil(Math.max(at + (requiredCalls(urgency) - remaining) * msPerCall, last + msPerCall));
    nextSlot[urgencyRank[urgency]] = next;
    return new ThrottledError(clock.now() + next - at);
  }

  async function attempt<T>(urgency: Urgency, call: () => Promise<T>): Promise<T> {
    refill();
    if (limited && remaining < requiredCalls(urgency) - ROUNDING_TOLERANCE) throw throttledUntilNextSlot(urgency);
    remaining = limited ? remaining - 1 : Math.max(0, remaining - 1);
    try {
      return await call();
    } catch (error) {
      const wait = retryAfter(error);
      if (wait === undefined) throw error;
      refill();
      limited = true;
      remaining = Math.min(remaining, 1 - wait / msPerCall);
      throw throttledUntilNextSlot(urgency);
    }
  }

  return (urgency, call) => {
    refill();
    return !limited && remaining < 1 ? runExclusive('', () => attempt(urgency, call)) : attempt(urgency, call);
  };
}

/** By Slack's tiers: updates are tier 3 for a whole team, posts about one a second in each channel. */
const updateTier: Tier = { burst: 45, perMinute: 50, reserve: 4 };
const postTier: Tier = { burst: 4, perMinute: 60, reserve: 1 };
const MAX_THROTTLES = 1000;

/** One throttle per team and method, for posts also per channel. */
export function createThrottles(clock: Clock) {
  const throttles = new Map<string, Throttle>();
  const throttleFor = (key: string, quota: Tier): Throttle => {
    const throttle = throttles.get(key) ?? createThrottle(quota, clock);
    throttles.delete(key);
    throttles.set(key, throttle);
    if (throttles.size > MAX_THROTTLES) throttles.delete(throttles.keys().next().value ?? '');
    return throttle;
  };
  return {
    updating: (teamId: string): Throttle => throttleFor(teamId, updateTier),
    posting: (teamId: string, channel: string): Throttle => throttleFor(`${teamId}/${channel}`, postTier),
  };
}
