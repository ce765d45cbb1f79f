/** Keeps others away from what somebody works on, whichever process they run in. */
export interface Locks {
  /** Does the work while holding all of the keys. Who waits for one gets it in the order of asking. */
  withLocks<T>(keys: readonly string[], work: () => Promise<T>): Promise<T>;
}
