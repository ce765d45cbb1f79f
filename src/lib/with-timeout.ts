import type { Clock } from '../ports/clock.ts';

/** The value if it arrives in time; undefined after the timeout or on rejection. */
export function withTimeout<T>(clock: Clock, milliseconds: number, pending: Promise<T>): Promise<T | undefined> {
  return new Promise((resolve) => {
    const cancel = clock.after(milliseconds, () => resolve(undefined));
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
