import type { Clock } from '../../src/ports/clock.ts';

const windows = [
  { limit: 20, milliseconds: 1000 },
  { limit: 200, milliseconds: 60_000 },
];

/** Counts the calls of each key; gives the milliseconds to wait when one is too many. Refused calls do not count. */
export function createRateLimit(clock: Clock) {
  const calls = new Map<string, number[]>();
  return (key: string): number | undefined => {
    const now = clock.now();
    const recent = (calls.get(key) ?? []).filter((at) => at > now - 60_000);
    calls.set(key, recent);
    for (const { limit, milliseconds } of windows) {
      const inside = recent.filter((at) => at > now - milliseconds);
      const first = inside.at(-limit);
      if (first !== undefined) return first + milliseconds - now;
    }
    recent.push(now);
    return;
  };
}
