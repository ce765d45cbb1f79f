import { createKeyedMutex } from '../../lib/keyed-mutex.ts';
import { postPlanFile } from '../approvals/cards/post-plan-file.ts';
import { requestChanged } from '../approvals/cards/request-changed.ts';
import { createShowCard, retryCard } from '../approvals/cards/show-card.ts';
import { applyRequest } from '../approvals/execute/apply-request.ts';
import { runResult } from '../approvals/execute/show-run.ts';
import { expireRequest } from '../approvals/request/expire-request.ts';
import type { Command } from '../commands/define.ts';
import type { Services } from '../context.ts';
import type { PendingReplies } from './pending-replies.ts';
import { pendingReply } from './pending-reply.ts';
import type { JobHandler, SerializedHandler } from './runner.ts';

/** The handler of every kind of job of the engine's own. */
export function createHandlers(
  services: Services,
  registry: readonly Command[],
  pendingReplies: PendingReplies,
  onBug: (error: unknown) => string,
): Readonly<Record<string, JobHandler | SerializedHandler>> {
  const showCard = createShowCard(services, createKeyedMutex());
  return {
    'request-changed': requestChanged(services, showCard),
    card: retryCard(showCard),
    'apply-request': applyRequest(services, registry, onBug),
    'expire-request': expireRequest(services),
    'run-result': runResult(services),
    'plan-file': postPlanFile(services, registry),
    'promised-answer': pendingReply(services, pendingReplies),
  };
}
