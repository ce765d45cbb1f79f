/** Time, passed in. `after` fires once; cancelling twice is harmless. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  after(milliseconds: number, run: () => void): () => void;
}
