import { createKeyedMutex } from '../../lib/keyed-mutex.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Urgency } from '../../ports/notifier.ts';
import { ThrottledError, type Throttles, type Tier } from '../../ports/throttles.ts';

const urgencyRank: Readonly<Record<Urgency, number>> = { now: 0, soon: 1, later: 2 };
/** Part of a call lost to rounding that a caller who returns on time is given. */
const ROUNDING_TOLERANCE = 1e-6;
const MAX_THROTTLES = 1000;

type Throttle = <T>(urgency: Urgency, call: () => Promise<T>) => Promise<T>;

/**
 * Calls within the tier go out freely, further ones one at a time because the API may accept more. Once it refuses one, all
 * wait as long as it says, then go at the tier's rate, the most urgent first, until the whole burst is available again.
 */
function createThrottle({ burst, perMinute, reserve, retryAfter }: Tier, clock: Clock): Throttle {
  const msPerCall = 60_000 / perMinute;
  const runExclusive = createKeyedMutex();
  /** For each urgency, the last retry time given out. */
  const nextSlot = [-Infinity, -Infinity, -Infinity];
  let limited = false;
  /** Calls left at `at`; negative while the API asks to wait. */
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

/** For one process. Remembers the last thousand keys. */
export function createInMemoryThrottles(clock: Clock): Throttles {
  const throttles = new Map<string, Throttle>();
  return {
    run(key, tier, urgency, call) {
      const throttle = throttles.get(key) ?? createThrottle(tier, clock);
      throttles.delete(key);
      throttles.set(key, throttle);
      if (throttles.size > MAX_THROTTLES) throttles.delete(throttles.keys().next().value ?? '');
      return throttle(urgency, call);
    },
  };
}
