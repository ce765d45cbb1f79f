import type { RunState } from '../../../domain/proposal.ts';
import type { Json } from '../../../lib/json.ts';
import type { MessageRef } from '../../../ports/notifier.ts';
import type { NewJob } from '../../../ports/stores.ts';
import type { Services } from '../../context.ts';
import { type Progress, showProgress } from '../../jobs/progress-message.ts';
import type { JobHandler } from '../../jobs/runner.ts';
import { runProgressView, runResultView } from '../cards/run-progress-view.ts';
import { findRequest } from '../request/amend-request.ts';
import type { ApprovalRequest } from '../request/request.ts';

/** Updates the run's message, in the approvals channel or, if nobody else was asked, with the requester. */
export async function showRun(
  services: Services,
  { teamId, id }: ApprovalRequest,
  run: RunState,
  progress: Progress,
): Promise<Progress> {
  const request = await findRequest(services, teamId, id);
  // The run does not wait for Slack's rate limit.
  const { retryAt: _, ...shown } = await showProgress(services.notifier, progress, {
    teamId,
    userId: request.channel ?? request.requester,
    now: services.clock.now(),
    view: runProgressView(request, run),
    final: run.restsUntil !== undefined,
  });
  return shown;
}

/** The final update of the run's message, stored together with the outcome. */
export const runResultJob = ({ teamId, id }: ApprovalRequest, message: MessageRef, now: number): NewJob => ({
  teamId,
  kind: 'run-result',
  key: `run-result:${teamId}:${id}`,
  data: { id, message: message as unknown as Json },
  runAt: now,
});

const MAX_LINES = 10;

/** One line per zone; a long list also becomes a file below the message. */
export function runResult(services: Services): JobHandler {
  return async (job) => {
    const { id, message } = job.data as unknown as { id: string; message: MessageRef };
    const request = await findRequest(services, job.teamId, id);
    const updated = await services.notifier.update(job.teamId, message, runResultView(request), { urgency: 'soon' });
    if (updated.kind === 'later') return { runAt: updated.retryAt, data: job.data };
    const lines = request.outcome?.lines ?? [];
    if (lines.length > MAX_LINES)
      await services.notifier.upload(
        job.teamId,
        message.channel,
        { name: `${id}-results.txt`, text: `${lines.join('\n')}\n` },
        { threadTs: message.ts },
      );
    return undefined;
  };
}
