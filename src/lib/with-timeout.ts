interface Timer {
  after(milliseconds: number, work: () => void): () => void;
}

/** The value if it arrives in time; undefined after the timeout or on rejection. */
export function withTimeout<T>(timer: Timer, milliseconds: number, pending: Promise<T>): Promise<T | undefined> {
  return new Promise((resolve) => {
    const cancel = timer.after(milliseconds, () => resolve(undefined));
    pending.then(
      (value) => {
        cancel();
        resolve(value);
      },
      () => {
        cancel();
        resolve(undefined);
      },
    );
  });
}
