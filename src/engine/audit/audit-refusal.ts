import { AppError } from '../../lib/errors.ts';
import { auditFact } from '../approvals/request/amend-request.ts';
import type { ApprovalRequest } from '../approvals/request/request.ts';
import type { CommandContext, Services } from '../context.ts';

const MINUTE_MS = 60_000;

/**
 * A person was refused a command: nobody's answer waits for the audit's disk, and whoever tries again and again is in it
 * once a minute for each command. What was typed may hold a secret, so it is not.
 */
export async function auditRefusedCommand(
  { stores, clock, actor, reference }: Pick<CommandContext, 'stores' | 'clock' | 'actor' | 'reference'>,
  command: string,
  error: AppError,
): Promise<void> {
  const now = clock.now();
  const fact = {
    at: new Date(now).toISOString(),
    teamId: actor.teamId,
    actor: actor.userId,
    action: 'command.refused',
    key: `${actor.userId}:${Math.floor(now / MINUTE_MS)}:refused:${command}`,
    details: { command, why: error.toOthers },
  };
  await stores.audit.append(fact, { lazily: true }).catch(reference);
}

/** Runs the step of somebody who decides on a request; that it was refused is in the audit. */
export async function auditRefusedStep<T>(
  { stores, clock, reference }: Pick<Services, 'stores' | 'clock' | 'reference'>,
  request: ApprovalRequest,
  userId: string,
  verb: string,
  step: () => Promise<T>,
): Promise<T> {
  try {
    return await step();
  } catch (error) {
    if (error instanceof AppError) {
      const now = clock.now();
      const fact = auditFact(request, 'request.refused_try', userId, now, { verb, why: error.toOthers });
      const key = `${request.id}:${userId}:${Math.floor(now / MINUTE_MS)}:refused:${verb}`;
      await stores.audit.append({ ...fact, key }, { lazily: true }).catch(reference);
    }
    throw error;
  }
}
