import type { Urgency } from './notifier.ts';

/** How often something may be called. */
export interface Tier {
  /** Calls allowed in one burst. */
  readonly burst: number;
  readonly perMinute: number;
  /** Calls that each urgency reserves for more urgent ones. */
  readonly reserve: number;
  /** How many milliseconds the API asks to wait, if this is the error of a refused call. */
  retryAfter(error: unknown): number | undefined;
}

/** The call was not made; `retryAt` is when to try again, epoch milliseconds. */
export class ThrottledError extends Error {
  readonly retryAt: number;
  constructor(retryAt: number) {
    super('Slack is rate-limiting these calls.');
    this.retryAt = retryAt;
  }
}

/** Keeps what has one key to its tier, whichever process calls. */
export interface Throttles {
  /** Makes the call or throws `ThrottledError`; it never waits for long. */
  run<T>(key: string, tier: Tier, urgency: Urgency, call: () => Promise<T>): Promise<T>;
}
