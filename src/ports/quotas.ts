import type { Lane } from './apis.ts';

/** At most `calls` in any window of `window` milliseconds. */
export interface Quota {
  readonly calls: number;
  readonly window: number;
  /** Undocumented: interactive calls ignore it until the API has refused a call. */
  readonly guessed?: true;
}

/** What an API says of a credential in an answer. Durations in milliseconds. */
export interface QuotaReport {
  /** Of the API's own quotas: how many calls are left, of how many, until it is renewed. */
  readonly left: readonly { readonly name: string; readonly calls: number; readonly of: number; readonly ms: number }[];
  /** It refused the call: none is allowed for so long. */
  readonly restMs?: number;
}

/** How many calls of each credential were made in the last while, whichever process made them. */
export interface Quotas {
  /**
   * Reserves one call, or tells how many milliseconds later there may be one. Of 0 calls it only tells. `resting` while the
   * API has refused all calls. A person may have used as many calls as are left for everybody else, half of them alone, so
   * there are always some for the next one; `ownShare` when only this keeps the person waiting.
   */
  reserve(
    credential: string,
    lane: Lane,
    quotas: readonly Quota[],
    calls?: 0 | 1,
    person?: string,
  ): Promise<{ readonly waitMs: number; readonly resting?: true; readonly ownShare?: true }>;
  /** Never rejects: the call has been made, and its answer counts. */
  report(credential: string, report: QuotaReport): Promise<void>;
}
