import type { WakeUps } from '../../ports/wake-ups.ts';

/** Within one process. */
export function createInMemoryWakeUps(): WakeUps {
  const listeners: (() => void)[] = [];
  return {
    notify() {
      for (const listener of listeners) listener();
    },
    listen(listener) {
      listeners.push(listener);
    },
  };
}
