import { tryAgainIn } from '../core/try-again.ts';
import type { Clock } from '../ports/clock.ts';
import { parseRateHeader, retryAtOf } from './rate-headers.ts';
import { Refusal } from './refusal.ts';

/** Who goes first: people, then plans being applied, then everything that nobody waits for. */
export const lanes = ['interactive', 'apply', 'background'] as const;
export type Lane = (typeof lanes)[number];

/** At most `calls` in any stretch of `window` milliseconds. */
export interface Quota {
  readonly calls: number;
  readonly window: number;
  /** Nobody documented it: people need not wait for it until the API has refused a call. */
  readonly guessed?: true;
}

/** What the API says is left of one of its own quotas. */
export interface Left {
  readonly calls: number;
  readonly of: number;
  /** Epoch milliseconds. */
  readonly until: number;
}

/** Share of every quota that a lane leaves to those before it. */
const reserve: Record<Lane, number> = { interactive: 0, apply: 1 / 40, background: 1 / 8 };
/** Milliseconds that a caller of a lane waits for its turn before it is told to come back later. */
const patience: Record<Lane, number> = { interactive: 5_000, apply: 70_000, background: 70_000 };

/** Milliseconds until a lane may send, 0 for now. `sent` are the times of the calls so far, oldest first. */
export function waitFor(
  lane: Lane,
  quotas: readonly Quota[],
  sent: readonly number[],
  left: readonly Left[],
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

/** One credential's way to one API. */
export interface Limiter {
  /** Resolves when it is this caller's turn to send one call; throws `rate_limited` when that is too far off. */
  turn(lane: Lane): Promise<void>;
  /** Every answer teaches: the quota headers, and a 429, after which the credential rests. */
  answered(status: number, headers: Headers): void;
  /** Callers whose turn has not come. */
  waiting(): number;
}

interface Waiting {
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

export function createLimiter(api: string, quotas: readonly Quota[], clock: Clock): Limiter {
  const longest = Math.max(0, ...quotas.map(({ calls }) => calls));
  const queues: Record<Lane, Waiting[]> = { interactive: [], apply: [], background: [] };
  const left = new Map<string, Left>();
  let sent: number[] = [];
  let restUntil = 0;
  let everRefused = false;
  let cancelTimer: () => void = () => {};

  const kept = (lane: Lane) => quotas.filter(({ guessed }) => !guessed || everRefused || lane !== 'interactive');
  const wait = (lane: Lane) => waitFor(lane, kept(lane), sent, [...left.values()], clock.now());
  const refuse = (retryAt: number) => tooMany(api, retryAt, clock.now());
  const waiting = () => lanes.reduce((sum, lane) => sum + queues[lane].length, 0);

  function spend(): void {
    const now = clock.now();
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
      const now = clock.now();
      if (restUntil > now) throw refuse(restUntil);
      const milliseconds = wait(lane);
      if (milliseconds === 0 && waiting() === 0) return spend();
      if (milliseconds > patience[lane]) throw refuse(now + milliseconds);
      await new Promise<void>((resolve, reject) => {
        queues[lane].push({ resolve, reject });
        pump();
      });
    },
    answered(status, headers) {
      const now = clock.now();
      const policies = new Map(
        parseRateHeader(headers.get('ratelimit-policy')).map(({ name, values }) => [name, values.q]),
      );
      for (const { name, values } of parseRateHeader(headers.get('ratelimit')))
        if (values.r !== undefined && values.t !== undefined)
          left.set(name, { calls: values.r, of: policies.get(name) ?? longest, until: now + values.t * 1000 });
      if (status !== 429) return;
      everRefused = true;
      restUntil = Math.max(restUntil, retryAtOf(headers, now));
      for (const lane of lanes) for (const { reject } of queues[lane].splice(0)) reject(refuse(restUntil));
    },
  };
}

/** Said to whoever comes while a credential rests. */
export function tooMany(api: string, retryAt: number, now: number): Refusal {
  return new Refusal('rate_limited', `${api} takes no more requests for now.`, {
    status: 429,
    retryAt,
    hint: tryAgainIn(retryAt - now),
  });
}
