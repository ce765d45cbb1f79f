import type { Outcome } from './plan.ts';

type Told = Pick<Outcome, 'status' | 'text' | 'why'>;

/** An outcome of what ended before its time, which is never simply applied, with the reason first. */
export const because = <T extends Told>(outcome: T, why: string | undefined): T =>
  why === undefined
    ? outcome
    : {
        ...outcome,
        status: outcome.status === 'applied' ? 'failed' : outcome.status,
        text: `${why} ${outcome.text}`,
        why,
      };
