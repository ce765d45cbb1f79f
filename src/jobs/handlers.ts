import type { Command } from '../commands/define.ts';
import type { Services } from '../services/context.ts';
import type { PromisedAnswers } from '../services/promised-answers.ts';
import { applyRequest } from './apply-request.ts';
import { requestChanged } from './approval-cards.ts';
import { assignMailboxes } from './assign-mailboxes.ts';
import { card, createShowCard } from './card.ts';
import { connectDomains } from './connect-domains.ts';
import { expireRequest } from './expire-request.ts';
import { createTurns } from './in-turn.ts';
import type { InTurnHandler, JobHandler } from './job-loop.ts';
import { watchNameServers } from './name-servers.ts';
import { placement } from './placement.ts';
import { planFile } from './plan-file.ts';
import { promisedAnswer } from './promised-answer.ts';
import { runResult } from './run-progress.ts';

/** Every kind of job and who does it. */
export function createHandlers(
  services: Services,
  registry: readonly Command[],
  promises: PromisedAnswers,
  onBug: (error: unknown) => string,
): Readonly<Record<string, JobHandler | InTurnHandler>> {
  const showCard = createShowCard(services, createTurns());
  return {
    'request-changed': requestChanged(services, showCard),
    card: card(showCard),
    'apply-request': applyRequest(services, registry, onBug),
    'expire-request': expireRequest(services),
    'connect-domains': connectDomains(services),
    'assign-mailboxes': assignMailboxes(services),
    'name-servers': watchNameServers(services),
    placement: placement(services),
    'run-result': runResult(services),
    'plan-file': planFile(services, registry),
    'promised-answer': promisedAnswer(services, promises),
  };
}
