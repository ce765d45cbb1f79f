import type { Outcome } from '../domain/proposal.ts';

type Reported = Pick<Outcome, 'status' | 'text' | 'reason'>;

/** The outcome of an apply that ended early, with the reason first. It is never plainly applied. */
export const withReason = <T extends Reported>(outcome: T, reason: string | undefined): T =>
  reason === undefined
    ? outcome
    : {
        ...outcome,
        status: outcome.status === 'applied' ? 'failed' : outcome.status,
        text: `${reason} ${outcome.text}`,
        reason,
      };
