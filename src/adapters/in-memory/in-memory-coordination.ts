import type { Lane } from '../../ports/apis.ts';
import type { Claims } from '../../ports/claims.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Dedupe } from '../../ports/dedupe.ts';
import type { Locks } from '../../ports/locks.ts';
import type { Urgency } from '../../ports/notifier.ts';
import type { Quota, Quotas } from '../../ports/quotas.ts';
import { ThrottledError, type Throttles, type Tier } from '../../ports/throttles.ts';
import type { WakeUps } from '../../ports/wake-ups.ts';

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

/** Serializes tasks with the same key; tasks with different keys run concurrently. */
function createKeyedMutex() {
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
type KeyedMutex = ReturnType<typeof createKeyedMutex>;

/** Runs a task while holding all keys. They are locked in a fixed order, so that there is no deadlock. */
const runWithKeys = <T>(runExclusive: KeyedMutex, keys: readonly string[], task: () => Promise<T>): Promise<T> =>
  [...new Set(keys)].sort().reduceRight((next, key) => () => runExclusive(key, next), task)();

/** For a store that only one process can have open. */
export function createInMemoryLocks(): Locks {
  const runExclusive = createKeyedMutex();
  return { withLocks: (keys, work) => runWithKeys(runExclusive, keys, work) };
}

/** Within one process. */
export function createInMemoryWakeUps(): WakeUps {
  const listeners: (() => void)[] = [];
  return {
    notify() {
      for (const listener of listeners) listener();
    },
    listen(listener) {
      listeners.push(listener);
    },
  };
}

/** Remaining calls of one quota, as reported by the API. */
interface Remaining {
  readonly calls: number;
  readonly of: number;
  /** By the clock that `sent` and `now` are from. */
  readonly until: number;
}

/** Share of every quota that a lane leaves to people. */
const reserve: Record<Lane, number> = { apply: 1 / 40, interactive: 0, background: 1 / 8 };
/** Two reports of one quota's renewal that are so near are of the same window. */
const SAME_WINDOW_MS = 2_000;

/** Milliseconds until a lane may send, 0 for now. `sent` are the times of the calls so far, oldest first. */
export function waitFor(
  lane: Lane,
  quotas: readonly Quota[],
  sent: readonly number[],
  left: readonly Remaining[],
  now: number,
): number {
  const share = (calls: number) => Math.max(1, calls - Math.floor(calls * reserve[lane]));
  const ours = quotas.map(({ calls, window }) => {
    const blocking = sent[sent.length - share(calls)];
    return blocking === undefined ? 0 : blocking + window - now;
  });
  const theirs = left
    .filter(({ until, calls, of }) => until > now && calls <= of - share(of))
    .map(({ until }) => until - now);
  return Math.max(0, ...ours, ...theirs);
}

/** Milliseconds until this person has used fewer calls than are left to everybody. `sent` are the calls so far, oldest first. */
export function waitForShare(person: string, quotas: readonly Quota[], sent: readonly Sent[], now: number): number {
  const waits = quotas.map(({ calls, window }) => {
    const counting = sent.filter(({ at }) => at + window > now);
    let own = counting.filter((call) => call.person === person).length;
    let left = calls - counting.length;
    let wait = 0;
    for (const call of counting) {
      if (own < left) break;
      wait = call.at + window - now;
      left += 1;
      if (call.person === person) own -= 1;
    }
    return wait;
  });
  return Math.max(0, ...waits);
}

/** A call, and whose it was where somebody waits for it. */
interface Sent {
  readonly at: number;
  readonly person: string | undefined;
}

interface Usage {
  sent: readonly Sent[];
  restsUntil: number;
  wasRefused: boolean;
  readonly left: Map<string, Remaining>;
}

/** For one process. */
export function createInMemoryQuotas(clock: Pick<Clock, 'elapsed'>): Quotas {
  const usages = new Map<string, Usage>();
  const usageOf = (credential: string): Usage => {
    const usage = usages.get(credential) ?? { sent: [], restsUntil: 0, wasRefused: false, left: new Map() };
    usages.set(credential, usage);
    return usage;
  };
  return {
    async reserve(credential, lane, quotas, count = 1, person) {
      const usage = usageOf(credential);
      const { sent, left, restsUntil, wasRefused } = usage;
      const now = clock.elapsed();
      if (restsUntil > now) return { waitMs: restsUntil - now, resting: true };
      const active = quotas.filter(({ guessed }) => !guessed || wasRefused || lane !== 'interactive');
      const times = sent.map(({ at }) => at);
      const forAll = waitFor(lane, active, times, [...left.values()], now);
      const share = person === undefined ? 0 : waitForShare(person, active, sent, now);
      const waitMs = Math.max(forAll, share);
      if (waitMs > 0 || count === 0) return { waitMs, ...(share > forAll && { ownShare: true as const }) };
      usage.sent = [...sent.slice(-Math.max(0, ...quotas.map(({ calls }) => calls))), { at: now, person }];
      for (const [name, { calls, of, until }] of left)
        if (until > now) left.set(name, { calls: calls - 1, of, until });
        else left.delete(name);
      return { waitMs };
    },
    async report(credential, { left, restMs }) {
      const usage = usageOf(credential);
      const now = clock.elapsed();
      for (const { name, calls, of, ms } of left) {
        const until = now + ms;
        const known = usage.left.get(name);
        // Other calls are under way, which this answer has not counted yet.
        const isSameWindow = known !== undefined && known.until > now && Math.abs(known.until - until) < SAME_WINDOW_MS;
        usage.left.set(name, { calls: isSameWindow ? Math.min(calls, known.calls) : calls, of, until });
      }
      if (restMs === undefined) return;
      usage.wasRefused = true;
      usage.restsUntil = Math.max(usage.restsUntil, now + restMs);
    },
  };
}

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
