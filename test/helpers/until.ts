import { setTimeout as pause } from 'node:timers/promises';

/** Milliseconds of real time that anything may take here: as long as no idle machine and hardly a busy one needs. */
export const patience = 45_000;

type Something<T> = T | undefined | null | false;

interface Waiting {
  /** Comes back when it is worth looking again; a few milliseconds later when left out. */
  readonly next?: () => unknown;
  /** What people saw last, for whoever reads that it failed. */
  readonly seen?: () => string;
}

/** What the condition gives as soon as it gives something. The one way to wait in tests; nothing sleeps for a fixed time. */
export async function until<T>(
  condition: () => Something<T> | Promise<Something<T>>,
  what: string,
  { next = () => pause(3), seen }: Waiting = {},
): Promise<T> {
  const deadline = performance.now() + patience;
  for (;;) {
    const result = await condition();
    if (result !== undefined && result !== null && result !== false) return result;
    if (performance.now() > deadline)
      throw new Error(`Waited in vain for ${what}.${seen ? `\nWhat people saw last:\n${seen()}` : ''}`);
    await next();
  }
}
