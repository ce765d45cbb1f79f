import type { Lane } from '../../ports/apis.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Quota, Quotas } from '../../ports/quotas.ts';

/** Remaining calls of one quota, as reported by the API. */
interface Remaining {
  readonly calls: number;
  readonly of: number;
  /** By the clock that `sent` and `now` are from. */
  readonly until: number;
}

/** Share of every quota that a lane reserves for higher lanes. */
const reserve: Record<Lane, number> = { interactive: 0, apply: 1 / 40, background: 1 / 8 };
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

interface Usage {
  sent: readonly number[];
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
    async reserve(credential, lane, quotas, count = 1) {
      const usage = usageOf(credential);
      const { sent, left, restsUntil, wasRefused } = usage;
      const now = clock.elapsed();
      if (restsUntil > now) return { waitMs: restsUntil - now, resting: true };
      const active = quotas.filter(({ guessed }) => !guessed || wasRefused || lane !== 'interactive');
      const waitMs = waitFor(lane, active, sent, [...left.values()], now);
      if (waitMs > 0 || count === 0) return { waitMs };
      usage.sent = [...sent.slice(-Math.max(0, ...quotas.map(({ calls }) => calls))), now];
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
