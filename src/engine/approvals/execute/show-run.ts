import { z } from 'zod';
import type { RunState } from '../../../domain/proposal.ts';
import { runProgressView, runResultView } from '../../../ui/requests/run-progress-view.ts';
import type { Services } from '../../context.ts';
import { defineJob } from '../../jobs/define-job.ts';
import { type Progress, showProgress } from '../../jobs/progress-message.ts';
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

const MAX_LINES = 10;

/**
 * The final update of the run's message, stored together with the outcome: one line per subject; a long list also becomes a
 * file below the message.
 */
export const runResult = defineJob({
  kind: 'run-result',
  payload: z.object({ id: z.string(), message: z.object({ channel: z.string(), ts: z.string() }) }),
  key: ({ id }, teamId) => `run-result:${teamId}:${id}`,
  async run({ teamId, payload }, services) {
    const { id, message } = payload;
    const request = await findRequest(services, teamId, id);
    const updated = await services.notifier.update(teamId, message, runResultView(request), { urgency: 'soon' });
    if (updated.kind === 'later') return { runAt: updated.retryAt, payload };
    const lines = request.outcome?.lines ?? [];
    if (lines.length > MAX_LINES)
      await services.notifier.upload(
        teamId,
        message.channel,
        { name: `${id}-results.txt`, text: `${lines.join('\n')}\n` },
        { threadTs: message.ts },
      );
    return undefined;
  },
});
