/** Tells a request that Slack delivers twice from a new one, whichever process took the first. */
export interface Dedupe {
  /** True the first time a key is seen within so many milliseconds; of many at once, for one of them. */
  isFirst(key: string, ttlMs: number): Promise<boolean>;
}
