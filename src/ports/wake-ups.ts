/** Tells those who run jobs that there may be one to run, in whichever process it was stored. */
export interface WakeUps {
  notify(): void;
  listen(listener: () => void): void;
}
