import { inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    seed: number;
  }
}

/** Where everything random in this run comes from. `SEED=…` gives a run the seed of another one. */
export const seed = inject('seed');
