import type { Clock } from '../ports/clock.ts';

/** What comes in time; undefined when it does not. A failure counts as not coming. */
export function within<T>(clock: Clock, milliseconds: number, coming: Promise<T>): Promise<T | undefined> {
  return new Promise((resolve) => {
    const cancel = clock.after(milliseconds, () => resolve(undefined));
    coming.then(
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
