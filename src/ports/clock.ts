/** Time, passed in. `after` fires once; cancelling twice is harmless. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Milliseconds since some moment. For durations: setting the clock changes nothing here. */
  elapsed(): number;
  after(milliseconds: number, run: () => void): () => void;
}
