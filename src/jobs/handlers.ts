import type { Command } from '../commands/define.ts';
import type { Services } from '../services/context.ts';
import type { PendingReplies } from '../services/promised-answers.ts';
import { applyRequest } from './apply-request.ts';
import { requestChanged } from './approval-cards.ts';
import { assignMailboxes } from './assign-mailboxes.ts';
import { createShowCard, retryCard } from './card.ts';
import { connectDomains } from './connect-domains.ts';
import { expireRequest } from './expire-request.ts';
import { createKeyedMutex } from './in-turn.ts';
import type { JobHandler, SerializedHandler } from './job-loop.ts';
import { watchNameServers } from './name-servers.ts';
import { runPlacementTest } from './placement.ts';
import { postPlanFile } from './plan-file.ts';
import { pendingReply } from './promised-answer.ts';
import { runResult } from './run-progress.ts';

/** The handler of every kind of job. */
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
    'connect-domains': connectDomains(services),
    'assign-mailboxes': assignMailboxes(services),
    'name-servers': watchNameServers(services),
    placement: runPlacementTest(services),
    'run-result': runResult(services),
    'plan-file': postPlanFile(services, registry),
    'promised-answer': pendingReply(services, pendingReplies),
  };
}
