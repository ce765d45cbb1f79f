import { retryHint } from '../../lib/retry-hint.ts';
import { type Lane, lanes } from '../../ports/apis.ts';
import type { Clock } from '../../ports/clock.ts';
import { Refusal } from './refusal.ts';

/** At most `calls` in any window of `window` milliseconds. */
export interface Quota {
  readonly calls: number;
  readonly window: number;
  /** Undocumented: interactive calls ignore it until the API has refused a call. */
  readonly guessed?: true;
}

/** Remaining calls of one quota, as reported by the API. */
interface Remaining {
  readonly calls: number;
  readonly of: number;
  /** By the clock that `sent` and `now` are from. */
  readonly until: number;
}

/** Share of every quota that a lane reserves for higher lanes. */
const reserve: Record<Lane, number> = { interactive: 0, apply: 1 / 40, background: 1 / 8 };
/** How long a call may queue, by lane, before it fails as rate-limited. Milliseconds. */
const MAX_QUEUE_MS: Record<Lane, number> = { interactive: 5_000, apply: 70_000, background: 70_000 };

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

/** Rate limiter of one credential at one API. */
export interface Limiter {
  /** Resolves when one call may be sent; throws `rate_limited` if that would take too long. */
  turn(lane: Lane): Promise<void>;
  /** Learns from the quota headers of every answer, and blocks the credential after a 429. */
  answered(status: number, headers: Headers): void;
  /** Queued calls. */
  waiting(): number;
}

interface Waiting {
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

export function createLimiter(api: string, quotas: readonly Quota[], clock: Clock): Limiter {
  const longest = Math.max(0, ...quotas.map(({ calls }) => calls));
  const queues: Record<Lane, Waiting[]> = { interactive: [], apply: [], background: [] };
  const left = new Map<string, Remaining>();
  let sent: number[] = [];
  let blockedUntil = 0;
  let everRefused = false;
  let cancelTimer: () => void = () => {};

  const activeQuotas = (lane: Lane) =>
    quotas.filter(({ guessed }) => !guessed || everRefused || lane !== 'interactive');
  const wait = (lane: Lane) => waitFor(lane, activeQuotas(lane), sent, [...left.values()], clock.elapsed());
  const refuse = (milliseconds: number) => rateLimitedError(api, clock.now() + milliseconds, clock.now());
  const waiting = () => lanes.reduce((sum, lane) => sum + queues[lane].length, 0);

  function spend(): void {
    const now = clock.elapsed();
    sent = [...sent.slice(-longest), now];
    for (const [name, { calls, of, until }] of left)
      if (until > now) left.set(name, { calls: calls - 1, of, until });
      else left.delete(name);
  }

  function pump(): void {
    cancelTimer();
    for (const lane of lanes) {
      for (let next = queues[lane][0]; next !== undefined; next = queues[lane][0]) {
        const milliseconds = wait(lane);
        if (milliseconds > 0) {
          cancelTimer = clock.after(milliseconds, pump);
          return;
        }
        queues[lane].shift();
        spend();
        next.resolve();
      }
    }
  }

  return {
    waiting,
    async turn(lane) {
      const blocked = blockedUntil - clock.elapsed();
      if (blocked > 0) throw refuse(blocked);
      const milliseconds = wait(lane);
      if (milliseconds === 0 && waiting() === 0) return spend();
      if (milliseconds > MAX_QUEUE_MS[lane]) throw refuse(milliseconds);
      await new Promise<void>((resolve, reject) => {
        queues[lane].push({ resolve, reject });
        pump();
      });
    },
    answered(status, headers) {
      const now = clock.elapsed();
      const policies = new Map(
        parseRateHeader(headers.get('ratelimit-policy')).map(({ name, values }) => [name, values.q]),
      );
      for (const { name, values } of parseRateHeader(headers.get('ratelimit')))
        if (values.r !== undefined && values.t !== undefined) {
          const until = now + values.t * 1000;
          const known = left.get(name);
          // Other calls are under way, which this answer has not counted yet.
          const isSameWindow = known !== undefined && known.until > now && Math.abs(known.until - until) < 2000;
          const calls = isSameWindow ? Math.min(values.r, known.calls) : values.r;
          left.set(name, { calls, of: policies.get(name) ?? longest, until });
        }
      if (status !== 429) return;
      everRefused = true;
      blockedUntil = Math.max(blockedUntil, now + retryAtOf(headers, clock.now()) - clock.now());
      for (const lane of lanes) for (const { reject } of queues[lane].splice(0)) reject(refuse(blockedUntil - now));
    },
  };
}

/** Thrown while a credential is rate-limited. */
export function rateLimitedError(api: string, retryAt: number, now: number): Refusal {
  return new Refusal('rate_limited', `${api} is rate-limiting this account.`, {
    status: 429,
    retryAt,
    hint: retryHint(retryAt - now),
  });
}

/** One item of Cloudflare's `Ratelimit` (`"default";r=50;t=30`) or `Ratelimit-Policy` (`"burst";q=100;w=60`) header. */
interface RateItem {
  readonly name: string;
  /** r: calls left, t: seconds until they are renewed, q: calls in all, w: seconds they are for. */
  readonly values: Readonly<Record<string, number>>;
}

/** Several items may stand in one header; what cannot be read is left out. */
export function parseRateHeader(header: string | null): RateItem[] {
  return (header ?? '').split(',').flatMap((item) => {
    const [name = '', ...pairs] = item.split(';').map((part) => part.trim());
    const values = pairs.map((pair) => pair.split('=')).filter(([key, value]) => key && value && !Number.isNaN(+value));
    if (name === '' || values.length === 0) return [];
    return [
      {
        name: name.replaceAll('"', ''),
        values: Object.fromEntries(values.map(([key, value]) => [key, +(value ?? 0)])),
      },
    ];
  });
}

/** Longest wait an answer can impose, and the default when it names none, in milliseconds. */
const MAX_WAIT_MS = 300_000;
const DEFAULT_WAIT_MS = 60_000;

/** When to come back after a 429, epoch milliseconds: `Retry-After` in seconds or as a date, else the latest reset. */
export function retryAtOf(headers: Headers, now: number): number {
  const after = headers.get('retry-after');
  const resets = parseRateHeader(headers.get('ratelimit')).map((item) => (item.values.t ?? 0) * 1000);
  const wait = after === null ? Math.max(0, ...resets) : waitOf(after, now);
  return now + Math.min(MAX_WAIT_MS, Math.max(1_000, wait || DEFAULT_WAIT_MS));
}

function waitOf(after: string, now: number): number {
  const seconds = Number(after);
  return Number.isNaN(seconds) ? Date.parse(after) - now || 0 : seconds * 1000;
}
